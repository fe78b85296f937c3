package mandates

import (
	"context"
	"errors"
	"io"
	"strconv"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// testClock draws the largest number it may, and never waits: what would have
// been slept is remembered. Every watchdog barks at once if impatient is set.
type testClock struct {
	time   time.Time
	slept  []time.Duration
	onWait func()
	barks  bool
}

func (c *testClock) clock() clock {
	return clock{
		now: func() time.Time { return c.time },
		sleep: func(_ context.Context, duration time.Duration) {
			c.slept = append(c.slept, duration)
			if c.onWait != nil {
				c.onWait()
			}
		},
		random: func(below time.Duration) time.Duration { return below - 1 },
		after: func(_ time.Duration, bark func()) func() bool {
			if c.barks {
				bark()
			}
			return func() bool { return true }
		},
	}
}

func TestPausesDoubleUpToTheLongest(t *testing.T) {
	pauses := pauses{clock: (&testClock{}).clock()}
	if first := pauses.next(); first != BackoffFirst-1 {
		t.Errorf("the first pause is %v", first)
	}
	if second := pauses.next(); second != 2*BackoffFirst-1 {
		t.Errorf("the second pause is %v", second)
	}
	for i := 0; i < 20; i++ {
		pauses.next()
	}
	if last := pauses.next(); last != BackoffMax-1 {
		t.Errorf("the longest pause is %v", last)
	}
}

func TestPausesBeginAgainAfterAMessage(t *testing.T) {
	pauses := pauses{clock: (&testClock{}).clock()}
	pauses.next()
	pauses.next()
	pauses.reset()
	if first := pauses.next(); first != BackoffFirst-1 {
		t.Errorf("the pause after a message is %v", first)
	}
}

func TestRecentIDsKnowADouble(t *testing.T) {
	ids := newRecentIDs(2)
	if !ids.add("a") || ids.add("a") || !ids.has("a") {
		t.Error("a double is not told from what is new")
	}
}

func TestRecentIDsForgetTheOldestFirst(t *testing.T) {
	ids := newRecentIDs(2)
	for _, id := range []string{"a", "b", "c"} {
		ids.add(id)
	}
	if ids.has("a") || !ids.has("b") || !ids.has("c") {
		t.Error("not the oldest was forgotten")
	}
	ids.add("d")
	if ids.has("b") || !ids.has("c") {
		t.Error("not the oldest was forgotten the second time")
	}
}

func TestRecentIDsKeepTheirBound(t *testing.T) {
	ids := newRecentIDs(3)
	for i := 0; i < 100; i++ {
		ids.add(strconv.Itoa(i))
	}
	if len(ids.known) != 3 || len(ids.ring) != 3 {
		t.Errorf("%d ids are known", len(ids.known))
	}
}

// script is a stream that gives responses and then fails.
type script struct {
	responses []int
	err       error
}

func (s *script) Recv() (int, error) {
	if len(s.responses) == 0 {
		return 0, s.err
	}
	next := s.responses[0]
	s.responses = s.responses[1:]
	return next, nil
}

// readerOf reads one script after the other, into got.
func readerOf(clock *testClock, got *[]int, scripts ...*script) reader[int] {
	return reader[int]{
		clock: clock.clock(),
		open: func(context.Context) (stream[int], error) {
			next := scripts[0]
			scripts = scripts[1:]
			return next, nil
		},
		handle: func(response int) error {
			*got = append(*got, response)
			return nil
		},
	}
}

func TestReaderGoesOnOverABrokenConnection(t *testing.T) {
	var got []int
	var clock testClock
	final := status.Error(codes.OutOfRange, "gone")
	err := readerOf(&clock, &got,
		&script{[]int{1, 2}, status.Error(codes.Unavailable, "restart")},
		&script{nil, status.Error(codes.Internal, "broken")},
		&script{[]int{3}, io.EOF},
		&script{nil, final},
	).run(context.Background())
	if len(got) != 3 {
		t.Errorf("got %v", got)
	}
	if status.Code(err) != codes.OutOfRange {
		t.Errorf("ended with %v", err)
	}
	want := []time.Duration{BackoffFirst - 1, 2*BackoffFirst - 1, BackoffFirst - 1}
	for i, slept := range want {
		if i >= len(clock.slept) || clock.slept[i] != slept {
			t.Fatalf("paused %v instead of %v", clock.slept, want)
		}
	}
}

func TestReaderReturnsWhatTheHandlerReturned(t *testing.T) {
	var got []int
	reader := readerOf(&testClock{}, &got, &script{[]int{1, 2}, io.EOF})
	failure := status.Error(codes.Unavailable, "the handler's own")
	reader.handle = func(int) error { return failure }
	if err := reader.run(context.Background()); err != failure {
		t.Errorf("ended with %v", err)
	}
}

func TestReaderEndsWithoutErrorWhileItPauses(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var got []int
	clock := testClock{onWait: cancel}
	err := readerOf(&clock, &got,
		&script{nil, status.Error(codes.Unavailable, "away")}).run(ctx)
	if err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestReaderOpensASilentStreamAnew(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var got []int
	clock := testClock{barks: true, onWait: cancel}
	err := readerOf(&clock, &got,
		&script{nil, status.Error(codes.Canceled, "by the watchdog")}).run(ctx)
	if err != nil || len(clock.slept) != 1 {
		t.Errorf("ended with %v after %d pauses", err, len(clock.slept))
	}
}

func TestReaderDoesNotWaitForAConnectionThatWasClosed(t *testing.T) {
	client, err := Dial("127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	err = client.Watch(context.Background(), WatchOptions{}, nil)
	var failed *Error
	if !errors.As(err, &failed) || failed.Code != codes.Canceled {
		t.Errorf("ended with %v", err)
	}
}
