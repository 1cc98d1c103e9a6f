package peer

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Exit codes, as the lab reads them.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitNotPossible = 3
)

// NotPossible says that this runtime cannot do what a task asks for, and why.
type NotPossible string

func (reason NotPossible) Error() string {
	return string(reason)
}

// usageError is a command line that makes no sense.
type usageError string

func (mistake usageError) Error() string {
	return string(mistake)
}

// task is one of the things that can be measured.
type task struct {
	name string
	keys []string
	run  func(Engine, request) (result, error)
}

// tasks are those that every runtime behind Engine can do.
func tasks() []task {
	return []task{
		{"ffi", []string{"module", "iterations", "cache"}, ffi},
		{"multiply", []string{"module", "abi", "memory", "cached", "arguments", "owned", "compile", "calls"}, multiply},
		{"simulate", []string{"module", "policy", "abi", "memory", "cached", "trace", "bytes"}, simulate},
		{"transfer", []string{"module", "abi", "memory", "bytes"}, transfer},
	}
}

// Main does what the command line says and ends the process.
func Main(contender Contender) {
	err := run(contender, os.Args[1:])
	if err == nil {
		os.Exit(0)
	}
	firstLine, _, _ := strings.Cut(err.Error(), "\n")
	fmt.Fprintln(os.Stderr, firstLine)
	var usage usageError
	var notPossible NotPossible
	switch {
	case errors.As(err, &usage):
		os.Exit(exitUsage)
	case errors.As(err, &notPossible):
		os.Exit(exitNotPossible)
	default:
		os.Exit(exitFailed)
	}
}

func run(contender Contender, arguments []string) error {
	if len(arguments) == 0 {
		return usageError("usage: PROGRAM TASK key=value ..., or PROGRAM --tasks")
	}
	if arguments[0] == "--tasks" {
		return describe(contender)
	}
	for _, task := range tasks() {
		if task.name == arguments[0] {
			return measureTask(contender, task, arguments[1:])
		}
	}
	return NotPossible(fmt.Sprintf("there is no task %q here", arguments[0]))
}

func measureTask(contender Contender, task task, words []string) error {
	request, err := parse(words, task.keys)
	if err != nil {
		return err
	}
	variant, err := request.variant(contender.Variants)
	if err != nil {
		return err
	}
	result, err := task.run(variant.Engine, request)
	if err != nil {
		return fmt.Errorf("%s: %w", task.name, err)
	}
	result.Runtime = contender.Name
	if variant.Name != "" {
		result.Runtime += " (" + variant.Name + ")"
	}
	result.Unit = "ns"
	return json.NewEncoder(os.Stdout).Encode(result)
}

func describe(contender Contender) error {
	names := []string{}
	for _, task := range tasks() {
		names = append(names, task.name)
	}
	variants := map[string][]string{}
	for _, variant := range contender.Variants {
		variants[variant.Name] = names
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"runtime": contender.Name, "variants": variants})
}
