// Encodes and decodes JSON, hashes, sorts and runs goroutines: what a small tool in Go does, and its runtime with it.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sync"
)

type item struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Words []string `json:"words"`
}

func main() {
	items := make([]item, 2_000)
	for i := range items {
		key := i * 7919 % len(items)
		items[i] = item{key, fmt.Sprintf("item %d", key), []string{"a", fmt.Sprint(key % 10), "c"}}
	}
	text, err := json.Marshal(items)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var decoded []item
	if err := json.Unmarshal(text, &decoded); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	slices.SortFunc(decoded, func(a, b item) int { return a.ID - b.ID })
	sums := make([][32]byte, 8)
	var workers sync.WaitGroup
	for worker := range sums {
		workers.Go(func() {
			sums[worker] = sha256.Sum256(append([]byte{byte(worker)}, text...))
		})
	}
	workers.Wait()
	fmt.Printf("%d %s %x\n", len(text), decoded[1234].Name, sums[7][:4])
}
