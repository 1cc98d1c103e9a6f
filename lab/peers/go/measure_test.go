package peer

import (
	"errors"
	"testing"
	"time"
)

func TestSamplesAreMissing(t *testing.T) {
	const second = time.Second
	for _, each := range []struct {
		samples  int
		elapsed  time.Duration
		expected bool
	}{
		{0, 100 * second, true},
		{1, 9 * second, true},
		{1, 10 * second, false},
		{leastSamples, 0, true},
		{leastSamples, second, false},
		{mostSamples, 0, false},
	} {
		if isMissing(each.samples, each.elapsed, second) != each.expected {
			t.Errorf("%d samples after %s: not %t", each.samples, each.elapsed, each.expected)
		}
	}
}

func TestWarmUpIsNeverLeftOut(t *testing.T) {
	measured, err := measure(budget{0, 0}, func() error { return nil })
	if err != nil || len(measured.Warmup) != 1 || len(measured.Samples) != 1 {
		t.Errorf("%v (%v)", measured, err)
	}
}

func TestFailuresEndTheMeasurement(t *testing.T) {
	failure := errors.New("no")
	if _, err := measure(budget{0, 0}, func() error { return failure }); err != failure {
		t.Errorf("%v", err)
	}
}

func TestResultsMustNotDiffer(t *testing.T) {
	var check check
	if check.add("1") != nil || check.add("1") != nil || check.add("2") == nil {
		t.Error("a difference was not seen, or one where there is none")
	}
}
