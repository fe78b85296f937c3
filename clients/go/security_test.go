package mandates

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	pb "example.org/mandated/clients/go/mandatespb"
)

const testToken = "a token of the tests"

// startSecureServer starts a server that knows testToken as a reader's, and
// returns its address and the one who signed its certificate.
func startSecureServer(t *testing.T, withTLS bool) (string, *x509.CertPool) {
	binary := os.Getenv("MANDATED_BINARY")
	if binary == "" {
		t.Skip("MANDATED_BINARY names no server")
	}
	file := func(name string) string { return filepath.Join(t.TempDir(), name) }
	access, certificate, key := file("access"), file("crt"), file("key")
	entry := fmt.Sprintf("[[token]]\nname = \"r\"\nrole = \"reader\"\n"+
		"sha256 = \"%x\"\n", sha256.Sum256([]byte(testToken)))
	if err := os.WriteFile(access, []byte(entry), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("openssl", "req", "-x509", "-newkey", "ec",
		"-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-subj", "/CN=test",
		"-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
		certificate).Run(); err != nil {
		t.Fatal(err)
	}
	arguments := []string{"--listen=127.0.0.1:0", "--store=memory",
		"--access-list=" + access}
	if withTLS {
		arguments = append(arguments, "--tls-certificate="+certificate,
			"--tls-key="+key)
	}
	line := firstLine(t, exec.Command(binary, arguments...))
	pem, err := os.ReadFile(certificate)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		t.Fatal("no certificate")
	}
	return line[strings.LastIndex(line, " ")+1:], pool
}

func ask(t *testing.T, address string, security Security) error {
	client, err := DialSecure(address, security)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_, err = client.Admin.GetServerInfo(context.Background(),
		&pb.GetServerInfoRequest{})
	return err
}

func TestTokenGoesToThisMachineWithoutTLS(t *testing.T) {
	address, _ := startSecureServer(t, false)
	if err := ask(t, address, Security{Token: testToken}); err != nil {
		t.Fatal(err)
	}
	var refused *Error
	if err := ask(t, address, Security{}); !errors.As(err, &refused) ||
		refused.Reason != "CREDENTIALS_MISSING" {
		t.Fatalf("without a token: %v", err)
	}
}

func TestTokenGoesOverTLS(t *testing.T) {
	address, pool := startSecureServer(t, true)
	security := Security{TLS: &tls.Config{RootCAs: pool}, Token: testToken}
	if err := ask(t, address, security); err != nil {
		t.Fatal(err)
	}
}

func TestTokenDoesNotGoToAnotherMachineWithoutTLS(t *testing.T) {
	for _, address := range []string{"a.example.org:1", "127.evil.example:1"} {
		if _, err := DialSecure(address, Security{Token: "x"}); err == nil {
			t.Errorf("%s was dialled", address)
		}
	}
}
