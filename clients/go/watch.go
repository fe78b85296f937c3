package mandates

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	pb "example.org/mandated/clients/go/mandatespb"
)

// WatchOptions says what a watch wants.
type WatchOptions struct {
	// Filter selects by the mandate right after the event; see WatchRequest.
	Filter string
	// EventTypes selects event types. Empty: all.
	EventTypes []pb.EventType
	// Leads selects EXPIRING events by lead: "P6M". Empty: all.
	Leads []string
	// Start says where to start; nil: FromNow().
	Start *pb.WatchStart
	// StoreToken stores where the reader stands. It is called once every event
	// before the token is handled; an error ends the watch.
	StoreToken func(token []byte) error
	// OnSnapshotComplete is called once every event of a snapshot is handled.
	OnSnapshotComplete func()
	// OnCaughtUp is called when the reader has reached the newest event.
	OnCaughtUp func()
	// StallTimeout is the silence after which the connection counts as dead; 0:
	// the constant of that name.
	StallTimeout time.Duration
}

// FromNow starts after the newest event.
func FromNow() *pb.WatchStart {
	return &pb.WatchStart{Start: &pb.WatchStart_Now_{Now: &pb.WatchStart_Now{}}}
}

// FromSnapshot starts with every window that is open now, then live without gap.
func FromSnapshot() *pb.WatchStart {
	return &pb.WatchStart{Start: &pb.WatchStart_Snapshot_{
		Snapshot: &pb.WatchStart_Snapshot{}}}
}

// FromToken starts right after the event that the token stands behind.
func FromToken(token []byte) *pb.WatchStart {
	return &pb.WatchStart{Start: &pb.WatchStart_ResumeToken{ResumeToken: token}}
}

// FromRevision starts with the first event at or after a revision, above 0.
func FromRevision(revision int64) *pb.WatchStart {
	return &pb.WatchStart{Start: &pb.WatchStart_Revision{Revision: revision}}
}

// FromTime starts with the first event committed at or after an instant.
func FromTime(instant time.Time) *pb.WatchStart {
	return &pb.WatchStart{Start: &pb.WatchStart_Time{
		Time: timestamppb.New(instant)}}
}

// watcher is where one watch stands.
type watcher struct {
	options WatchOptions
	request *pb.WatchRequest
	recent  *recentIDs
	handle  func(context.Context, *pb.Event) error
}

func watch(ctx context.Context, clock clock, expiry pb.ExpiryServiceClient,
	options WatchOptions,
	handle func(context.Context, *pb.Event) error) error {
	start := options.Start
	if start == nil {
		start = FromNow()
	}
	w := watcher{
		options: options,
		request: &pb.WatchRequest{
			Filter:     options.Filter,
			EventTypes: options.EventTypes,
			Leads:      options.Leads,
			Start:      start,
		},
		recent: newRecentIDs(RecentIDsMax),
		handle: handle,
	}
	return reader[*pb.WatchResponse]{
		clock: clock,
		stall: options.StallTimeout,
		open: func(ctx context.Context) (stream[*pb.WatchResponse], error) {
			return expiry.Watch(ctx, w.request)
		},
		handle: func(response *pb.WatchResponse) error {
			return w.take(ctx, response)
		},
	}.run(ctx)
}

func (w *watcher) take(ctx context.Context, response *pb.WatchResponse) error {
	for _, event := range response.Events {
		if ctx.Err() != nil {
			return nil
		}
		if !w.recent.add(event.Id) {
			continue
		}
		if err := unlessStopped(ctx, w.handle(ctx, event)); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return nil // the last event may have been let go, so tell nobody
	}
	return w.tell(response)
}

// tell tells the hooks that all events of a response are handled.
func (w *watcher) tell(response *pb.WatchResponse) error {
	if response.SnapshotComplete && w.options.OnSnapshotComplete != nil {
		w.options.OnSnapshotComplete()
	}
	if len(response.ResumeToken) > 0 {
		w.request.Start = FromToken(response.ResumeToken)
		if w.options.StoreToken != nil {
			if err := w.options.StoreToken(response.ResumeToken); err != nil {
				return err
			}
		}
	}
	if response.CaughtUp && w.options.OnCaughtUp != nil {
		w.options.OnCaughtUp()
	}
	return nil
}
