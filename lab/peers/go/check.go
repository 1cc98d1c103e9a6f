package peer

import "fmt"

// check keeps what an operation came to, which must be the same each time.
type check struct {
	value   string
	isKnown bool
}

func (check *check) add(value string) error {
	if check.isKnown && check.value != value {
		return fmt.Errorf("one operation gave %s and another %s", check.value, value)
	}
	check.value = value
	check.isKnown = true
	return nil
}
