package mandates

import (
	"context"
	"errors"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	pb "example.org/mandated/clients/go/mandatespb"
)

// SubscribeOptions says how a subscription is worked on.
type SubscribeOptions struct {
	// MaxEvents bounds the events of a response, in [1, 1000]; 0: 100.
	MaxEvents int32
	// Lease is how long a response is leased, in [1 s, 600 s]; 0: what the
	// subscription says.
	Lease time.Duration
	// StallTimeout is the silence after which the connection counts as dead; 0:
	// the constant of that name.
	StallTimeout time.Duration
}

// worker works on one subscription.
type worker struct {
	clock        clock
	expiry       pb.ExpiryServiceClient
	subscription string
	handled      *recentIDs
	handle       func(context.Context, *pb.Delivery) error
	// lease is the last one, nil before the first.
	lease *lease
}

func subscribe(ctx context.Context, clock clock, expiry pb.ExpiryServiceClient,
	subscription string, options SubscribeOptions,
	handle func(context.Context, *pb.Delivery) error) error {
	w := worker{
		clock:        clock,
		expiry:       expiry,
		subscription: subscription,
		handled:      newRecentIDs(RecentIDsMax),
		handle:       handle,
	}
	err := w.reader(ctx, options).run(ctx)
	if w.lease != nil {
		// Only now: to a stream that is open, the server would lease it again.
		w.lease.giveBack()
	}
	return err
}

func (w *worker) reader(ctx context.Context,
	options SubscribeOptions) reader[*pb.StreamSubscriptionResponse] {
	request := &pb.StreamSubscriptionRequest{
		Subscription: w.subscription,
		MaxEvents:    options.MaxEvents,
	}
	if options.Lease > 0 {
		request.Lease = durationpb.New(options.Lease)
	}
	return reader[*pb.StreamSubscriptionResponse]{
		clock: w.clock,
		stall: options.StallTimeout,
		open: func(ctx context.Context) (
			stream[*pb.StreamSubscriptionResponse], error) {
			return w.expiry.StreamSubscription(ctx, request)
		},
		handle: func(response *pb.StreamSubscriptionResponse) error {
			return w.take(ctx, response)
		},
	}
}

// take handles what a response has and acknowledges it, until something fails.
func (w *worker) take(ctx context.Context,
	response *pb.StreamSubscriptionResponse) error {
	if len(response.Deliveries) == 0 {
		return nil
	}
	w.lease = newLease(w, response.LeaseToken)
	for _, delivery := range response.Deliveries {
		if ctx.Err() != nil || w.lease.settled {
			return nil
		}
		if !w.again(delivery) {
			if err := w.handle(ctx, delivery); err != nil {
				return unlessStopped(ctx, err)
			}
			w.handled.add(delivery.GetEvent().GetId())
		}
		if err := w.lease.finish(ctx, delivery); err != nil {
			return err
		}
	}
	return w.lease.acknowledge(ctx, true)
}

// again tells whether a delivery was handled before and its acknowledgement lost
// on the way, or too late. A first attempt never was: somebody moved the
// subscription back and wants it again.
func (w *worker) again(delivery *pb.Delivery) bool {
	return delivery.DeliveryAttempt > 1 &&
		w.handled.has(delivery.GetEvent().GetId())
}

// unlessStopped returns err, or nil where it only says that ctx is done.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}
