// The sample plug-in in Go: see guests/README.md for what each function does in every language. It is built twice: with
// -buildmode=c-shared as a reactor, whose functions the host calls by their names, and as a command, whose main the
// host calls as _start.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"guests/pdk"
)

//go:wasmimport extism:host/user host_reflect
func hostReflect(input pdk.Block) pdk.Block

//go:wasmexport count_vowels
func countVowels() int32 {
	vowels, configured := pdk.Config("vowels")
	if !configured {
		vowels = "aeiouAEIOU"
	}
	count := 0
	for _, letter := range pdk.InputString() {
		if strings.ContainsRune(vowels, letter) {
			count++
		}
	}
	before, _ := pdk.Var("total")
	total, _ := strconv.Atoi(string(before)) // 0 at the first call
	total += count
	pdk.SetVar("total", []byte(strconv.Itoa(total)))
	return result(pdk.OutputJSON(struct {
		Count  int    `json:"count"`
		Total  int    `json:"total"`
		Vowels string `json:"vowels"`
	}{count, total, vowels}))
}

//go:wasmexport config_get
func configGet() int32 {
	key := pdk.InputString()
	value, found := pdk.Config(key)
	if !found {
		return result(fmt.Errorf("no config value for '%s'", key))
	}
	pdk.OutputString(value)
	return 0
}

//go:wasmexport var_set
func varSet() int32 {
	name, value, found := bytes.Cut(pdk.Input(), []byte("="))
	if !found {
		return result(errors.New("expected key=value"))
	}
	pdk.SetVar(string(name), value)
	return 0
}

//go:wasmexport var_get
func varGet() int32 {
	name := pdk.InputString()
	value, found := pdk.Var(name)
	if !found {
		return result(fmt.Errorf("no variable '%s'", name))
	}
	pdk.Output(value)
	return 0
}

//go:wasmexport http_get
func httpGet() int32 {
	response, err := pdk.Get(pdk.InputString())
	if err != nil {
		return result(err)
	}
	pdk.OutputString(fmt.Sprintf("%d %s", response.Status, response.Body))
	return 0
}

//go:wasmexport log_all
func logAll() int32 {
	message := pdk.InputString()
	pdk.Log(pdk.Trace, "trace: "+message)
	pdk.Log(pdk.Debug, "debug: "+message)
	pdk.Log(pdk.Info, "info: "+message)
	pdk.Log(pdk.Warn, "warn: "+message)
	pdk.Log(pdk.Error, "error: "+message)
	return 0
}

//go:wasmexport fail
func fail() int32 {
	return result(errors.New(pdk.InputString()))
}

//go:wasmexport reflect
func reflect() int32 {
	output, _ := hostReflect(pdk.NewBlock(pdk.Input())).Take()
	pdk.Output(output)
	return 0
}

// result is what a function returns to the host: 0, or 1 with the error set.
func result(err error) int32 {
	if err == nil {
		return 0
	}
	pdk.SetError(err)
	return 1
}

// main runs in the command alone. A command has one entry, so the configuration says which function is meant.
func main() {
	functions := map[string]func() int32{
		"": countVowels, "count_vowels": countVowels, "config_get": configGet, "var_set": varSet, "var_get": varGet,
		"http_get": httpGet, "log_all": logAll, "fail": fail, "reflect": reflect,
	}
	name, _ := pdk.Config("function")
	function, found := functions[name]
	if !found {
		os.Exit(int(result(fmt.Errorf("no function '%s'", name))))
	}
	os.Exit(int(function()))
}
