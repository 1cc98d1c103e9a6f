package peer

import "time"

const (
	leastSamples = 5
	mostSamples  = 50
	// mostTimes the time may the least samples take: then fewer are enough.
	mostTimes = 10
)

// budget is how long to warm up and how long to measure.
type budget struct {
	warmup  time.Duration
	measure time.Duration
}

// result is what the lab reads.
type result struct {
	Runtime string    `json:"runtime"`
	Unit    string    `json:"unit"`
	Warmup  []float64 `json:"warmup"`
	Samples []float64 `json:"samples"`
	Check   string    `json:"check"`
	Split   *Split    `json:"split,omitempty"`
}

// measure takes samples of an operation, in batches that are long enough for the clock: a fiftieth of the time at least.
// The warm-up finds out how many operations that is, and goes on until its own time is over.
func measure(budget budget, operation func() error) (result, error) {
	leastBatch := budget.measure / mostSamples
	count := 1
	warmup := []float64{}
	for start, isEnough := time.Now(), false; !isEnough || time.Since(start) < budget.warmup; {
		elapsed, err := batch(count, operation)
		if err != nil {
			return result{}, err
		}
		warmup = append(warmup, perOperation(elapsed, count))
		isEnough = elapsed >= leastBatch
		if !isEnough {
			count *= 2
		}
	}
	samples := []float64{}
	start := time.Now()
	for isMissing(len(samples), time.Since(start), budget.measure) {
		elapsed, err := batch(count, operation)
		if err != nil {
			return result{}, err
		}
		samples = append(samples, perOperation(elapsed, count))
	}
	return result{Warmup: warmup, Samples: samples}, nil
}

// isMissing says whether there are too few samples after so long.
func isMissing(samples int, elapsed, measure time.Duration) bool {
	switch {
	case samples == 0:
		return true
	case samples < leastSamples:
		return elapsed < mostTimes*measure
	default:
		return samples < mostSamples && elapsed < measure
	}
}

func batch(count int, operation func() error) (time.Duration, error) {
	start := time.Now()
	for range count {
		if err := operation(); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}

func perOperation(elapsed time.Duration, count int) float64 {
	return float64(elapsed.Nanoseconds()) / float64(count)
}
