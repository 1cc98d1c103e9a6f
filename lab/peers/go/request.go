package peer

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// commonKeys are those of every task.
var commonKeys = []string{"variant", "warmup", "time"}

// request is what follows the task on the command line.
type request map[string]string

func parse(words, keys []string) (request, error) {
	request := request{}
	for _, word := range words {
		key, value, found := strings.Cut(word, "=")
		if !found {
			return nil, usageError(fmt.Sprintf("%q is not of the form key=value", word))
		}
		if !slices.Contains(keys, key) && !slices.Contains(commonKeys, key) {
			return nil, usageError(fmt.Sprintf("unknown key %q", key))
		}
		request[key] = value
	}
	return request, nil
}

func (request request) variant(variants []Variant) (Variant, error) {
	name, found := request["variant"]
	if !found {
		return variants[0], nil
	}
	for _, variant := range variants {
		if variant.Name == name {
			return variant, nil
		}
	}
	return Variant{}, usageError(fmt.Sprintf("unknown variant %q", name))
}

// oneOf gives a key's value, which must be one of these. The first of them stands for a key that is not there.
func (request request) oneOf(key string, values ...string) (string, error) {
	value, found := request[key]
	if !found {
		return values[0], nil
	}
	if !slices.Contains(values, value) {
		return "", usageError(fmt.Sprintf("%s must be one of %s, not %q", key, strings.Join(values, ", "), value))
	}
	return value, nil
}

func (request request) isTrue(key string) (bool, error) {
	value, err := request.oneOf(key, "false", "true")
	return value == "true", err
}

// number gives a key's value, or the default if there is one, which is to say that it is not negative.
func (request request) number(key string, byDefault int64) (int64, error) {
	value, found := request[key]
	if !found {
		if byDefault < 0 {
			return 0, usageError(key + "=NUMBER is missing")
		}
		return byDefault, nil
	}
	number, err := strconv.ParseInt(value, 10, 64)
	if err != nil || number < 0 {
		return 0, usageError(fmt.Sprintf("%s must be a number from 0 on, not %q", key, value))
	}
	return number, nil
}

func (request request) text(key string) (string, error) {
	value, found := request[key]
	if !found {
		return "", usageError(key + "=... is missing")
	}
	return value, nil
}

// module reads the bytes of the module.
func (request request) module() ([]byte, error) {
	path, err := request.text("module")
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func (request request) budget() (budget, error) {
	warmup, err := request.number("warmup", 500)
	if err != nil {
		return budget{}, err
	}
	measure, err := request.number("time", 1000)
	return budget{time.Duration(warmup) * time.Millisecond, time.Duration(measure) * time.Millisecond}, err
}
