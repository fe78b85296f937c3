package main

import (
	"context"
	"errors"
	"sync"
)

var errHandlerFailed = errors.New("the handler failed, as it was told to")

// credit lets a consumer handle so many.
type credit struct {
	mutex     sync.Mutex
	left      int
	unlimited bool
	failure   error
	changed   chan struct{} // closed at the next change
}

func newCredit(count *int) *credit {
	c := &credit{unlimited: count == nil, changed: make(chan struct{})}
	if count != nil {
		c.left = *count
	}
	return c
}

// take waits for credit, for a failure, or for the end of ctx.
func (c *credit) take(ctx context.Context) error {
	for {
		taken, err, changed := c.try()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if taken || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-changed:
		}
	}
}

func (c *credit) try() (taken bool, err error, changed chan struct{}) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.failure != nil || c.unlimited {
		return c.unlimited, c.failure, nil
	}
	if c.left > 0 {
		c.left--
		return true, nil, nil
	}
	return false, nil, c.changed
}

func (c *credit) change(apply func()) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	apply()
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *credit) give(count int) { c.change(func() { c.left += count }) }
func (c *credit) fail()          { c.change(func() { c.failure = errHandlerFailed }) }
