package main

import (
	"context"
	"fmt"
	"strings"

	"go.mau.fi/util/configupgrade"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
)

// network is what the framework asks about IRC as a whole.
type network struct {
	bridge *bridgev2.Bridge
}

// settings are all that is needed to sign in again; they are kept with the login.
type settings struct {
	// Host and port.
	Server   string   `json:"server"`
	Nick     string   `json:"nick"`
	Password string   `json:"password,omitempty"`
	Channels []string `json:"channels,omitempty"`
}

const (
	openServer   = "server"
	closedServer = "server-password"
)

var (
	_ bridgev2.NetworkConnector            = (*network)(nil)
	_ bridgev2.IdentifierValidatingNetwork = (*network)(nil)
)

func (n *network) Init(bridge *bridgev2.Bridge) { n.bridge = bridge }

func (n *network) Start(context.Context) error { return nil }

func (n *network) GetName() bridgev2.BridgeName {
	return bridgev2.BridgeName{
		DisplayName:          "IRC by bridge",
		NetworkURL:           "https://example.org/irc",
		NetworkID:            "irc",
		BeeperBridgeType:     "example.org/irc-bridge",
		DefaultPort:          29399,
		DefaultCommandPrefix: "!irc",
	}
}

func (n *network) GetDBMetaTypes() database.MetaTypes {
	return database.MetaTypes{UserLogin: func() any { return &settings{} }}
}

func (n *network) GetCapabilities() *bridgev2.NetworkGeneralCapabilities {
	return &bridgev2.NetworkGeneralCapabilities{
		Provisioning: bridgev2.ProvisioningCapabilities{
			ResolveIdentifier: bridgev2.ResolveIdentifierCapabilities{CreateDM: true, LookupUsername: true},
			GroupCreation: map[string]bridgev2.GroupTypeCapabilities{
				"group": {
					TypeDescription: "a channel",
					Name:            bridgev2.GroupFieldCapability{Allowed: true, Required: true, MinLength: 2, MaxLength: 60},
					Topic:           bridgev2.GroupFieldCapability{Allowed: true},
					Participants:    bridgev2.GroupFieldCapability{Allowed: true},
				},
			},
		},
	}
}

func (n *network) GetBridgeInfoVersion() (info, capabilities int) { return 1, 1 }

func (n *network) GetConfig() (example string, data any, upgrader configupgrade.Upgrader) {
	return "", nil, nil
}

func (n *network) LoadUserLogin(_ context.Context, login *bridgev2.UserLogin) error {
	login.Client = newClient(login, login.Metadata.(*settings))
	return nil
}

func (n *network) GetLoginFlows() []bridgev2.LoginFlow {
	return []bridgev2.LoginFlow{
		{ID: openServer, Name: "Server", Description: "Connect to an IRC server with a nick."},
		{ID: closedServer, Name: "Server with a password", Description: "Connect to an IRC server that asks for a password."},
	}
}

func (n *network) CreateLogin(_ context.Context, user *bridgev2.User, flowID string) (bridgev2.LoginProcess, error) {
	if flowID != openServer && flowID != closedServer {
		return nil, bridgev2.ErrInvalidLoginFlowID
	}
	return &loginProcess{user: user, hasPassword: flowID == closedServer}, nil
}

func (n *network) ValidateUserID(id networkid.UserID) bool {
	return isNick(string(id))
}

// fold makes names comparable (RFC 1459, 2.2): case does not count, and neither does it for the Scandinavian letters.
func fold(name string) string {
	return strings.NewReplacer("[", "{", "]", "}", "\\", "|", "~", "^").Replace(strings.ToLower(name))
}

func isChannel(name string) bool {
	return strings.HasPrefix(name, "#") && len(name) > 1 && !strings.ContainsAny(name, " ,\x07\r\n")
}

func isNick(name string) bool {
	return name != "" && !strings.ContainsAny(name, " ,:!@#\r\n") && !strings.ContainsAny(name[:1], "0123456789-")
}

func loginID(nick, server string) networkid.UserLoginID {
	return networkid.UserLoginID(fmt.Sprintf("%s@%s", fold(nick), strings.ToLower(server)))
}
