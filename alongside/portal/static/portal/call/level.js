// How loud a microphone hears, from 0 to 1.

/** Calls back with the level many times a second; what is returned ends it. */
export function listen(track, onLevel) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length));
  }, 60);
  return () => (clearInterval(timer), context.close());
}

/** The loudest level within a time; ends as soon as there is any. */
export function loudest(track, time) {
  return new Promise((done) => {
    let most = 0;
    const end = () => (clearTimeout(timer), stop(), done(most));
    const timer = setTimeout(end, time);
    const stop = listen(track, (level) => {
      most = Math.max(most, level);
      if (most > 0.01) end();
    });
  });
}
