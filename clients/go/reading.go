package mandates

import (
	"context"
	"errors"
	"io"
	"math/rand"
	"sync/atomic"
	"time"
)

// clock is what readers know of time and chance; tests have their own.
type clock struct {
	now func() time.Time
	// sleep returns early when ctx is done.
	sleep func(ctx context.Context, duration time.Duration)
	// random draws from [0, below).
	random func(below time.Duration) time.Duration
	// after calls bark once duration has passed, unless it is stopped.
	after func(duration time.Duration, bark func()) (stop func() bool)
}

func newClock() clock {
	random := rand.New(rand.NewSource(time.Now().UnixNano()))
	return clock{
		now:   time.Now,
		sleep: sleep,
		random: func(below time.Duration) time.Duration {
			return time.Duration(random.Int63n(int64(below)))
		},
		after: func(duration time.Duration, bark func()) func() bool {
			return time.AfterFunc(duration, bark).Stop
		},
	}
}

func sleep(ctx context.Context, duration time.Duration) {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// pauses tells how long to wait before each attempt: doubling, with full jitter.
type pauses struct {
	clock clock
	bound time.Duration // 0: before the first
}

// next returns the next wait, and widens the one after it.
func (p *pauses) next() time.Duration {
	if p.bound == 0 {
		p.bound = BackoffFirst
	}
	pause := p.clock.random(p.bound)
	p.bound *= 2
	if p.bound > BackoffMax {
		p.bound = BackoffMax
	}
	return pause
}

// reset begins again, after a message.
func (p *pauses) reset() { p.bound = 0 }

// wait waits before an attempt, or until ctx is done.
func (p *pauses) wait(ctx context.Context) { p.clock.sleep(ctx, p.next()) }

// recentIDs remembers the last ids it was given.
type recentIDs struct {
	known map[string]bool
	ring  []string // in the order they were given, from oldest on
	// oldest is the place in a full ring that is overwritten next.
	oldest, capacity int
}

func newRecentIDs(capacity int) *recentIDs {
	return &recentIDs{known: map[string]bool{}, capacity: capacity}
}

func (r *recentIDs) has(id string) bool { return r.known[id] }

// add returns whether the id is new.
func (r *recentIDs) add(id string) bool {
	if r.known[id] {
		return false
	}
	r.known[id] = true
	if len(r.ring) < r.capacity {
		r.ring = append(r.ring, id)
		return true
	}
	delete(r.known, r.ring[r.oldest])
	r.ring[r.oldest] = id
	r.oldest = (r.oldest + 1) % r.capacity
	return true
}

// stream is what the generated stubs call a client of one.
type stream[Response any] interface {
	Recv() (Response, error)
}

// handlerError carries what a handler returned past what deals with connections.
type handlerError struct{ err error }

func (e handlerError) Error() string { return e.err.Error() }

// reader takes the responses of a stream that never ends, one after the other.
type reader[Response any] struct {
	clock clock
	// stall is the silence after which a stream counts as dead; 0: StallTimeout.
	stall  time.Duration
	open   func(context.Context) (stream[Response], error)
	handle func(Response) error
}

// run goes on over broken connections until ctx is done; then it returns nil. It
// returns what handle returned, or what opening the stream again would not cure.
func (r reader[Response]) run(ctx context.Context) error {
	pauses := pauses{clock: r.clock}
	for ctx.Err() == nil {
		err := r.runOnce(ctx, pauses.reset)
		var handling handlerError
		if errors.As(err, &handling) {
			return handling.err
		}
		if ctx.Err() == nil && !isTransient(err) {
			return err
		}
		pauses.wait(ctx)
	}
	return nil
}

// runOnce returns why the stream ended: it always does, or is ended because it
// was silent for too long while somebody waited.
func (r reader[Response]) runOnce(ctx context.Context, received func()) error {
	ctx, end := context.WithCancel(ctx)
	watchdog := newWatchdog(r.clock, r.stall, end)
	var responses stream[Response]
	defer func() {
		end()
		drain(responses)
	}()
	err := watchdog.guard(func() (err error) {
		responses, err = r.open(ctx)
		return err
	})
	for err == nil {
		var response Response
		err = watchdog.guard(func() (err error) {
			response, err = responses.Recv()
			return err
		})
		if err != nil {
			break
		}
		received()
		if err := r.handle(response); err != nil {
			return handlerError{err}
		}
	}
	if errors.Is(err, io.EOF) {
		return connectionLost("the stream ended")
	}
	return DecodeError(err)
}

// drain returns once a stream that was cancelled is: what is sent after it gets
// to the server later than that.
func drain[Response any](responses stream[Response]) {
	for responses != nil {
		if _, err := responses.Recv(); err != nil {
			return
		}
	}
}

// watchdog ends what takes too long.
type watchdog struct {
	clock  clock
	limit  time.Duration
	end    func()
	barked atomic.Bool
}

func newWatchdog(clock clock, limit time.Duration, end func()) *watchdog {
	if limit == 0 {
		limit = StallTimeout
	}
	return &watchdog{clock: clock, limit: limit, end: end}
}

// guard calls wait, which returns early with an error once end was called.
func (w *watchdog) guard(wait func() error) error {
	stop := w.clock.after(w.limit, func() {
		w.barked.Store(true)
		w.end()
	})
	defer stop()
	err := wait()
	if err != nil && w.barked.Load() {
		return connectionLost("the server was silent for too long")
	}
	return err
}

// isTransient tells whether an error may be gone over another connection.
func isTransient(err error) bool {
	var failed *Error
	return errors.As(err, &failed) && failed.Transient()
}
