package mandates

import "time"

// Every bound of this package, with its reason.
const (
	// BackoffFirst is the longest first wait: a server that restarts is back
	// within a second.
	BackoffFirst = 100 * time.Millisecond
	// BackoffMax is the longest wait: many clients of a server that is down
	// stay a small load.
	BackoffMax = 30 * time.Second
	// StallTimeout is the silence after which a connection counts as dead: the
	// server says how far it is every 10 s, so three of its messages are
	// missing.
	StallTimeout = 35 * time.Second
	// RecentIDsMax is how many event ids are remembered to drop doubles, about
	// 2 MB: a snapshot of 10,000 open windows that broke off and began again,
	// twice.
	RecentIDsMax = 20_000
	// AcknowledgeInterval is how long handled deliveries wait at most to be
	// acknowledged while the handler goes on: half of the shortest lease.
	AcknowledgeInterval = 500 * time.Millisecond
	// CallTimeout is how long one acknowledgement may take before it counts as
	// lost.
	CallTimeout = 10 * time.Second
	// ReleaseTimeout is how long a stop waits for the server to take a lease
	// back. Where that fails, the lease runs out by itself.
	ReleaseTimeout = 2 * time.Second
	// ChannelRetryMax is how long a channel waits at most before it connects
	// again, so that the waits between attempts are those above and not gRPC's.
	ChannelRetryMax = time.Second
	// ConnectTimeout is how long one attempt to connect may take: a lost packet
	// is sent again twice within it.
	ConnectTimeout = 5 * time.Second
	// PingInterval is how often a silent connection is probed: the server
	// allows every 10 s.
	PingInterval = 25 * time.Second
	// PingTimeout is how long a probe may take; with the interval as long as a
	// stall.
	PingTimeout = 10 * time.Second
)
