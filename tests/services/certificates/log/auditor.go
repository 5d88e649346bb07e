// Audits a copy of the log with the code of Go's own checksum database: nothing of it was written by us.
//
//	auditor FOLDER VERIFIER-KEY [EARLIER-CHECKPOINT…]
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// folder reads tiles as https://c2sp.org/tlog-tiles names them: as Go does, without the height.
type folder string

func (f folder) Height() int { return height }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		content, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		found = append(found, content)
	}
	return found, nil
}

func check(err error) {
	if err != nil {
		fmt.Println("NOT WHOLE:", err)
		os.Exit(1)
	}
}

func broken(words string, what ...any) {
	check(fmt.Errorf(words, what...))
}

func opened(path, key string) tlog.Tree {
	content, err := os.ReadFile(path)
	check(err)
	verifier, err := note.NewVerifier(key)
	check(err)
	signed, err := note.Open(content, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		broken("%s is no checkpoint of %s", path, verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	if len(root) != tlog.HashSize {
		broken("a root of %d bytes", len(root))
	}
	return tlog.Tree{N: size, Hash: tlog.Hash(*(*[tlog.HashSize]byte)(root))}
}

func entries(root folder, bundle, size int64) [][]byte {
	tile := tlog.Tile{H: height, L: 0, N: bundle, W: 256}
	if rest := size - bundle*256; rest < 256 {
		tile.W = int(rest)
	}
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", height), "tile/entries/", 1)
	content, err := os.ReadFile(filepath.Join(string(root), path))
	check(err)
	var found [][]byte
	for len(content) > 0 {
		if len(content) < 2 || len(content) < 2+int(content[0])<<8+int(content[1]) {
			broken("%s is cut", path)
		}
		length := int(content[0])<<8 + int(content[1])
		found = append(found, content[2:2+length])
		content = content[2+length:]
	}
	return found
}

func main() {
	root, key := folder(os.Args[1]), os.Args[2]
	tree := opened(filepath.Join(os.Args[1], "checkpoint"), key)
	reader := tlog.TileHashReader(tree, root)

	var stored []tlog.Hash
	own := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	var number int64
	for bundle := int64(0); number < tree.N; bundle++ {
		read := entries(root, bundle, tree.N)
		var indexes []int64
		for place := range read {
			indexes = append(indexes, tlog.StoredHashIndex(0, number+int64(place)))
		}
		logged, err := reader.ReadHashes(indexes)
		check(err)
		for place, entry := range read {
			if logged[place] != tlog.RecordHash(entry) {
				broken("entry %d is not the one in the tree", number)
			}
			hashes, err := tlog.StoredHashes(number, entry, own)
			check(err)
			stored = append(stored, hashes...)
			number++
		}
	}
	if number != tree.N {
		broken("%d entries of %d", number, tree.N)
	}
	whole, err := tlog.TreeHash(tree.N, own)
	check(err)
	if whole != tree.Hash {
		broken("the entries do not lead to the root")
	}
	for number := int64(0); number < tree.N; number += 1 + tree.N/50 {
		proof, err := tlog.ProveRecord(tree.N, number, reader)
		check(err)
		leaf, err := own.ReadHashes([]int64{tlog.StoredHashIndex(0, number)})
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, number, leaf[0]))
	}
	for _, path := range os.Args[3:] {
		before := opened(path, key)
		if before.N > tree.N {
			broken("%s had %d entries", path, before.N)
		}
		proof, err := tlog.ProveTree(tree.N, before.N, reader)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash))
	}
	fmt.Printf("whole: %d entries\n", tree.N)
}
