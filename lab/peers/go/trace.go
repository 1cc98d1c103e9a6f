package peer

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// trace is what was asked of a cache, in order.
type trace struct {
	ids   []int32
	sizes []int64
}

// readTrace reads lines of an id and a size.
func readTrace(path string) (trace, error) {
	file, err := os.Open(path)
	if err != nil {
		return trace{}, err
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return trace{}, fmt.Errorf("%s: %w", path, err)
	}
	var all trace
	lines := bufio.NewScanner(unpacked)
	for lines.Scan() {
		first, second, _ := strings.Cut(lines.Text(), " ")
		id, err := strconv.ParseInt(first, 10, 32)
		if err != nil {
			return trace{}, fmt.Errorf("%s, line %d: %w", path, len(all.ids)+1, err)
		}
		size, err := strconv.ParseInt(second, 10, 64)
		if err != nil {
			return trace{}, fmt.Errorf("%s, line %d: %w", path, len(all.ids)+1, err)
		}
		all.ids = append(all.ids, int32(id))
		all.sizes = append(all.sizes, size)
	}
	return all, lines.Err()
}
