// Package mandates reads, records and watches the mandates of a mandated server.
//
// A Client has the generated stubs of every service, and two readers of the
// stream of events that go on over broken connections: Watch, for programs that
// store a token of their own, and Subscribe, for durable subscriptions.
package mandates

import (
	"context"
	"crypto/tls"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/keepalive"

	pb "example.org/mandated/clients/go/mandatespb"
)

// Client is a server: the stubs of its services, and the readers of its stream.
// Safe for use by many goroutines.
type Client struct {
	Mandates    pb.MandateServiceClient
	Sessions    pb.SessionServiceClient
	Resolutions pb.ResolutionServiceClient
	Expiry      pb.ExpiryServiceClient
	Admin       pb.AdminServiceClient

	close func() error
}

// Security is how a connection is protected, and who calls on it.
type Security struct {
	// TLS verifies the server, and shows a client certificate, if it has one.
	// nil: no TLS.
	TLS *tls.Config
	// Token tells the server who calls. Without TLS it goes to this machine
	// alone.
	Token string
}

// Dial returns a client of the server at "host:port", without TLS. It connects
// in the background: that nobody answers is found out by the first call.
func Dial(address string) (*Client, error) {
	return DialSecure(address, Security{})
}

// DialSecure is Dial with TLS, a token, or both. It fails where anybody on the
// way could read the token.
func DialSecure(address string, security Security) (*Client, error) {
	options, err := security.dialOptions(address)
	if err != nil {
		return nil, err
	}
	conn, err := grpc.Dial(address, append(DialOptions(), options...)...)
	if err != nil {
		return nil, err
	}
	client := NewClient(conn)
	client.close = conn.Close
	return client, nil
}

// NewClient returns a client over a connection of your own, which should have
// been made with DialOptions, and which you close.
func NewClient(conn grpc.ClientConnInterface) *Client {
	return &Client{
		Mandates:    pb.NewMandateServiceClient(conn),
		Sessions:    pb.NewSessionServiceClient(conn),
		Resolutions: pb.NewResolutionServiceClient(conn),
		Expiry:      pb.NewExpiryServiceClient(conn),
		Admin:       pb.NewAdminServiceClient(conn),
		close:       func() error { return nil },
	}
}

// DialOptions returns what a connection needs so that it is found dead and made
// again in good time, and that unary calls fail with *Error. Add credentials.
func DialOptions() []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithUnaryInterceptor(decodeUnary),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{
			Time:    PingInterval,
			Timeout: PingTimeout,
		}),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff: backoff.Config{
				BaseDelay:  BackoffFirst,
				Multiplier: 2,
				Jitter:     0.2,
				MaxDelay:   ChannelRetryMax,
			},
			MinConnectTimeout: ConnectTimeout,
		}),
	}
}

// Close ends the connection that Dial made, and every call on it.
func (c *Client) Close() error { return c.close() }

// Watch follows the stream of events: see WatchOptions. It hands each event to
// handle, in order, over broken connections. It returns nil once ctx is done,
// what handle or a hook returned when that is an error, or *Error
// (TOKEN_COMPACTED, for example) where connecting again would not help.
func (c *Client) Watch(ctx context.Context, options WatchOptions,
	handle func(context.Context, *pb.Event) error) error {
	return watch(ctx, newClock(), c.Expiry, options, handle)
}

// Subscribe hands the deliveries of a durable subscription to handle, one by
// one, in order, over broken connections. What is handled is acknowledged; when
// handle fails, or at the end, the rest is given back at once. It returns nil
// once ctx is done and the handler that runs has returned, what handle returned
// when that is an error (but for ctx.Err() when ctx is done), or *Error where
// connecting again would not help.
func (c *Client) Subscribe(ctx context.Context, subscription string,
	options SubscribeOptions,
	handle func(context.Context, *pb.Delivery) error) error {
	return subscribe(ctx, newClock(), c.Expiry, subscription, options, handle)
}
