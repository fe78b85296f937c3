package mandates

import (
	"context"
	"fmt"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// dialOptions returns how a connection to address is made secure.
func (s Security) dialOptions(address string) ([]grpc.DialOption, error) {
	options := []grpc.DialOption{grpc.WithInsecure()}
	if s.TLS != nil {
		options[0] = grpc.WithTransportCredentials(credentials.NewTLS(s.TLS))
	}
	if s.Token == "" {
		return options, nil
	}
	if s.TLS == nil && !isLoopback(address) {
		return nil, fmt.Errorf("a token is not sent to %s without TLS, as anybody "+
			"on the way could read and use it; give TLS", address)
	}
	return append(options, grpc.WithPerRPCCredentials(bearer{s})), nil
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// bearer adds the token to each call.
type bearer struct{ security Security }

func (b bearer) GetRequestMetadata(context.Context, ...string) (
	map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + b.security.Token}, nil
}

func (b bearer) RequireTransportSecurity() bool { return b.security.TLS != nil }
