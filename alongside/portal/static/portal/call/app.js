// Makes the house an app that browsers offer to install.
navigator.serviceWorker?.register("/worker.js", { scope: "/" }).catch(() => {});
