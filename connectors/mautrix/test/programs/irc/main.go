// A bridge to IRC servers on the mautrix framework, small and for tests: it lets the hosting of real bridge programs be proven against a real network.
package main

import "maunium.net/go/mautrix/bridgev2/matrix/mxmain"

func main() {
	bridge := mxmain.BridgeMain{
		Name:        "irc-bridge",
		Description: "A bridge to IRC servers, for tests.",
		URL:         "https://example.org/irc-bridge",
		Version:     "1.0.0",
		Connector:   &network{},
	}
	bridge.InitVersion("", "", "")
	bridge.Run()
}
