package peer

import (
	"os"
	"path/filepath"
	"time"
)

// ffi runs a WASI program once. The lab times the whole process; what is known here is where that time went.
func ffi(engine Engine, request request) (result, error) {
	iterations, err := request.text("iterations")
	if err != nil {
		return result{}, err
	}
	cache, err := request.oneOf("cache", "off", "on")
	if err != nil {
		return result{}, err
	}
	folder := ""
	if cache == "on" {
		if folder, err = cacheFolder(); err != nil {
			return result{}, err
		}
	}
	start := time.Now()
	wasm, err := request.module()
	if err != nil {
		return result{}, err
	}
	load := Lap(&start)
	split, err := engine.RunProgram(wasm, []string{"ffi", iterations}, folder)
	if err != nil {
		return result{}, err
	}
	split.Load = load
	return result{Warmup: []float64{}, Samples: []float64{}, Split: &split}, nil
}

// cacheFolder lies beside this program, in the folder that the lab built it in.
func cacheFolder() (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(filepath.Dir(program), "cache")
	return folder, os.MkdirAll(folder, 0o755)
}

// Lap gives the nanoseconds since start, which becomes now.
func Lap(start *time.Time) int64 {
	elapsed := time.Since(*start)
	*start = start.Add(elapsed)
	return elapsed.Nanoseconds()
}
