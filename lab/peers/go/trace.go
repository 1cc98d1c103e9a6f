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
		id, size, err := parseRequest(lines.Text())
		if err != nil {
			return trace{}, fmt.Errorf("%s, line %d: %w", path, len(all.ids)+1, err)
		}
		all.ids = append(all.ids, id)
		all.sizes = append(all.sizes, size)
	}
	return all, lines.Err()
}

func parseRequest(line string) (id int32, size int64, err error) {
	fields := strings.Fields(line)
	if len(fields) != 2 {
		return 0, 0, fmt.Errorf("%q is not an id and a size", line)
	}
	first, err := strconv.ParseInt(fields[0], 10, 32)
	if err != nil {
		return 0, 0, err
	}
	size, err = strconv.ParseInt(fields[1], 10, 64)
	return int32(first), size, err
}
