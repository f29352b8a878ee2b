// Rehearsal is a bridge program for tests: the real framework of the mautrix bridges with a network that the test plays. Everything that the network
// would say or do is asked of, and told by, the test over a socket on loopback.
package main

import "maunium.net/go/mautrix/bridgev2/matrix/mxmain"

func main() {
	program := mxmain.BridgeMain{
		Name:        "mautrix-rehearsal",
		Description: "A bridge to a network that a test plays.",
		URL:         "https://example.com/rehearsal",
		Version:     "0.1.0",
		Connector:   &connector{},
	}
	program.InitVersion("unknown", "unknown", "unknown")
	program.Run()
}
