// Checks what Alongside writes with the code of others: golang.org/x/mod/sumdb/tlog and /note, on which the
// public formats are built. `alongside bench outsiders` runs it, with the sources that come with Go itself.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// What was accepted, and what was not; the first of each sort that was not.
type tally struct {
	Inclusion   int      `json:"inclusion"`   // proofs between all sizes and places
	Consistency int      `json:"consistency"` // proofs between all pairs of sizes
	Forged      int      `json:"forged"`      // the same with a bit changed: each refused
	Entries     int      `json:"entries"`     // of a log, read from its bundles and held against its tiles
	Proofs      int      `json:"proofs"`      // files of proofs of that log's entries
	Checkpoints int      `json:"checkpoints"` // signed notes opened
	Changed     int      `json:"changed"`     // signed notes with a bit changed: each refused
	Wrong       []string `json:"wrong"`
}

func main() {
	folder := os.Args[1]
	found := &tally{Wrong: []string{}}
	found.trees(filepath.Join(folder, "trees"))
	found.log(filepath.Join(folder, "log"), filepath.Join(folder, "proofs"), read(filepath.Join(folder, "key")))
	demand(json.NewEncoder(os.Stdout).Encode(found))
}

// trees reads a line for each proof: its sort, the size, the place or the older size, the hash of the leaf or
// the older root, the root, and the hashes of the proof.
func (found *tally) trees(path string) {
	file, err := os.Open(path)
	demand(err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		size, place := number(words[1]), number(words[2])
		subject, root := hash(words[3]), hash(words[4])
		proof := []tlog.Hash{}
		for _, word := range words[5:] {
			proof = append(proof, hash(word))
		}
		check := func(proof []tlog.Hash, root tlog.Hash) error {
			if words[0] == "inclusion" {
				return tlog.CheckRecord(proof, size, root, place, subject)
			}
			return tlog.CheckTree(proof, size, root, place, subject)
		}
		if err := check(proof, root); err != nil {
			found.wrong(lines.Text()[:60], err)
		} else if words[0] == "inclusion" {
			found.Inclusion++
		} else {
			found.Consistency++
		}
		forged, forgedRoot := append([]tlog.Hash{}, proof...), root
		if len(forged) > 0 {
			forged[int(place)%len(forged)][int(size)%tlog.HashSize] ^= 1
		} else {
			forgedRoot[int(size)%tlog.HashSize] ^= 1
		}
		if check(forged, forgedRoot) == nil {
			found.wrong(lines.Text()[:60], fmt.Errorf("accepted with a bit changed"))
		} else {
			found.Forged++
		}
	}
	demand(lines.Err())
}

// log opens the checkpoint of an export, holds its tiles against the root and its entries against the tiles,
// and checks each file of a proof.
func (found *tally) log(folder, proofs, key string) {
	tree, opened := found.checkpoint("checkpoint", read(filepath.Join(folder, "checkpoint")), key)
	if !opened {
		return
	}
	hashes := tlog.TileHashReader(tree, tiles(filepath.Join(folder, "tile")))
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil || root != tree.Hash {
		found.wrong("the root of the tiles", fmt.Errorf("%v, not %v: %v", root, tree.Hash, err))
	}
	for first := int64(0); first < tree.N; first += 256 {
		width := min(256, tree.N-first)
		bundle := []byte(read(filepath.Join(folder, "tile", "entries", path(first/256, int(width)))))
		for place := first; place < first+width; place++ {
			length := int(binary.BigEndian.Uint16(bundle))
			leaf := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			proof, err := tlog.ProveRecord(tree.N, place, hashes)
			if err == nil {
				err = tlog.CheckRecord(proof, tree.N, tree.Hash, place, tlog.RecordHash(leaf))
			}
			if err != nil {
				found.wrong(fmt.Sprintf("entry %d", place), err)
				continue
			}
			found.Entries++
			found.proof(filepath.Join(proofs, fmt.Sprintf("%d.tlog-proof", place)), key, place, leaf)
		}
		if len(bundle) > 0 {
			found.wrong("a bundle", fmt.Errorf("%d bytes too many", len(bundle)))
		}
	}
}

func (found *tally) proof(path, key string, place int64, leaf []byte) {
	head, signed, _ := strings.Cut(read(path), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		found.wrong(path, fmt.Errorf("begins with %q", lines[0]))
		return
	}
	lines = lines[1:]
	if extra, is := strings.CutPrefix(lines[0], "extra "); is {
		if _, err := base64.StdEncoding.Strict().DecodeString(extra); err != nil {
			found.wrong(path, err)
		}
		lines = lines[1:]
	}
	if lines[0] != fmt.Sprintf("index %d", place) {
		found.wrong(path, fmt.Errorf("says %q", lines[0]))
	}
	proof := tlog.RecordProof{}
	for _, line := range lines[1:] {
		proof = append(proof, hash(line))
	}
	tree, opened := found.checkpoint(path, signed, key)
	if !opened {
		return
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, place, tlog.RecordHash(leaf)); err != nil {
		found.wrong(path, err)
		return
	}
	found.Proofs++
}

func (found *tally) checkpoint(name, signed, key string) (tlog.Tree, bool) {
	verifier, err := note.NewVerifier(strings.TrimSpace(key))
	demand(err)
	known := note.VerifierList(verifier)
	opened, err := note.Open([]byte(signed), known)
	if err != nil {
		found.wrong(name, err)
		return tlog.Tree{}, false
	}
	if found.Checkpoints++; found.Checkpoints <= 100 {
		for at := range len(opened.Text) {
			changed := []byte(signed)
			changed[at] ^= 1
			if _, err := note.Open(changed, known); err == nil {
				found.wrong(name, fmt.Errorf("opened with byte %d changed", at))
			} else {
				found.Changed++
			}
		}
	}
	lines := strings.Split(opened.Text, "\n")
	return tlog.Tree{N: number(lines[1]), Hash: hash(lines[2])}, true
}

func (found *tally) wrong(what string, err error) {
	if len(found.Wrong) < 20 {
		found.Wrong = append(found.Wrong, fmt.Sprintf("%s: %v", what, err))
	}
}

// tiles reads the tiles of an export, which are 256 hashes wide.
type tiles string

func (folder tiles) Height() int { return 8 }

func (folder tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	all := [][]byte{}
	for _, tile := range wanted {
		content, err := os.ReadFile(filepath.Join(string(folder), strconv.Itoa(tile.L), path(tile.N, tile.W)))
		if err != nil {
			return nil, err
		}
		all = append(all, content)
	}
	return all, nil
}

func (folder tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func path(place int64, width int) string {
	parts := fmt.Sprintf("%03d", place%1000)
	for place >= 1000 {
		place /= 1000
		parts = fmt.Sprintf("x%03d/%s", place%1000, parts)
	}
	if width < 256 {
		parts += fmt.Sprintf(".p/%d", width)
	}
	return parts
}

func hash(text string) tlog.Hash {
	found, err := tlog.ParseHash(text)
	demand(err)
	return found
}

func number(text string) int64 {
	found, err := strconv.ParseInt(text, 10, 64)
	demand(err)
	return found
}

func read(path string) string {
	content, err := os.ReadFile(path)
	demand(err)
	return string(content)
}

func demand(err error) {
	if err != nil {
		panic(err)
	}
}
