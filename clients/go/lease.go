package mandates

import (
	"context"
	"errors"
	"time"

	"google.golang.org/grpc/codes"

	pb "example.org/mandated/clients/go/mandatespb"
)

const leaseEnded = "LEASE_ENDED"

// lease is what one response of a subscription leased.
type lease struct {
	worker *worker
	// token acknowledges what is done of it.
	token []byte
	since time.Time
	// settled tells that nothing of it is left to acknowledge here: it was
	// released or ended, and what it had is delivered again.
	settled bool
}

// newLease begins with the token that stands before the first delivery.
func newLease(worker *worker, token []byte) *lease {
	return &lease{worker: worker, token: token, since: worker.clock.now()}
}

// finish says that a delivery is handled. It acknowledges it where the last time
// was long ago.
func (l *lease) finish(ctx context.Context, delivery *pb.Delivery) error {
	l.token = delivery.AcknowledgeToken
	if l.worker.clock.now().Sub(l.since) < AcknowledgeInterval {
		return nil
	}
	return l.acknowledge(ctx, false)
}

// giveBack acknowledges what is handled and gives the rest back: once, and in
// vain if need be.
func (l *lease) giveBack() {
	if l.settled {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), ReleaseTimeout)
	defer cancel()
	_ = l.send(ctx, true)
}

// acknowledge acknowledges what is handled, and with release gives the rest
// back. It tries until it is told, or ctx is done.
func (l *lease) acknowledge(ctx context.Context, release bool) error {
	pauses := pauses{clock: l.worker.clock}
	for ctx.Err() == nil && !l.settled {
		call, cancel := context.WithTimeout(ctx, CallTimeout)
		err := l.send(call, release)
		cancel()
		if err == nil {
			return nil
		}
		if ctx.Err() == nil && !isLost(err) {
			return err
		}
		pauses.wait(ctx)
	}
	return nil
}

func (l *lease) send(ctx context.Context, release bool) error {
	_, err := l.worker.expiry.Acknowledge(ctx, &pb.AcknowledgeRequest{
		Subscription: l.worker.subscription,
		Token:        l.token,
		Release:      release,
	})
	failed := DecodeError(err)
	ended := failed != nil && failed.Reason == leaseEnded
	if failed != nil && !ended {
		return failed
	}
	l.since = l.worker.clock.now()
	l.settled = release || ended
	return nil
}

// isLost tells whether an acknowledgement may not have arrived, so that it is
// sent again.
func isLost(err error) bool {
	var failed *Error
	return isTransient(err) ||
		errors.As(err, &failed) && failed.Code == codes.DeadlineExceeded
}
