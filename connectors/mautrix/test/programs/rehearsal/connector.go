package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"go.mau.fi/util/configupgrade"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
)

// config is the `network` section, which the overrides beside the program fill.
type config struct {
	// Where the test listens.
	Control string `yaml:"control"`
	// Milliseconds after which a message that the network has not confirmed counts as failed; 0 = never.
	EchoTimeout int `yaml:"echo_timeout"`
}

const exampleConfig = "control: \"\"\necho_timeout: 0\n"

// loginMeta is kept with a login in the bridge's database.
type loginMeta struct {
	// The person's own ID, which need not be the login's.
	UserID networkid.UserID `json:"user_id"`
}

type connector struct {
	bridge  *bridgev2.Bridge
	config  config
	control *control
}

var _ bridgev2.NetworkConnector = (*connector)(nil)

func (n *connector) Init(bridge *bridgev2.Bridge) { n.bridge = bridge }

func (n *connector) Start(context.Context) (err error) {
	n.control, err = dial(n.config.Control, n.serve)
	return err
}

func (n *connector) GetName() bridgev2.BridgeName {
	return bridgev2.BridgeName{
		DisplayName:      "Rehearsal",
		NetworkURL:       "https://example.com",
		NetworkID:        "rehearsal",
		BeeperBridgeType: "example.com/rehearsal",
		DefaultPort:      29399,
	}
}

func (n *connector) GetDBMetaTypes() database.MetaTypes {
	return database.MetaTypes{UserLogin: func() any { return &loginMeta{} }}
}

func (n *connector) GetBridgeInfoVersion() (info, capabilities int) { return 1, 1 }

func (n *connector) GetConfig() (string, any, configupgrade.Upgrader) {
	return exampleConfig, &n.config, configupgrade.SimpleUpgrader(func(helper configupgrade.Helper) {
		helper.Copy(configupgrade.Str, "control")
		helper.Copy(configupgrade.Int, "echo_timeout")
	})
}

func (n *connector) GetCapabilities() *bridgev2.NetworkGeneralCapabilities {
	var timeouts *bridgev2.OutgoingTimeoutConfig
	if n.config.EchoTimeout > 0 {
		limit := time.Duration(n.config.EchoTimeout) * time.Millisecond
		timeouts = &bridgev2.OutgoingTimeoutConfig{
			CheckInterval: limit / 4,
			NoEchoTimeout: limit,
			NoEchoMessage: "The network did not confirm it",
			NoAckTimeout:  limit,
			NoAckMessage:  "The network did not answer",
		}
	}
	return &bridgev2.NetworkGeneralCapabilities{
		DisappearingMessages:    true,
		OutgoingMessageTimeouts: timeouts,
		Provisioning: bridgev2.ProvisioningCapabilities{
			ResolveIdentifier: bridgev2.ResolveIdentifierCapabilities{
				CreateDM:       true,
				LookupPhone:    true,
				LookupUsername: true,
				ContactList:    true,
				Search:         true,
			},
			GroupCreation: map[string]bridgev2.GroupTypeCapabilities{
				"group": {
					TypeDescription: "a group",
					Name:            bridgev2.GroupFieldCapability{Allowed: true, MaxLength: 40},
					Topic:           bridgev2.GroupFieldCapability{Allowed: true},
					Participants:    bridgev2.GroupFieldCapability{Allowed: true, Required: true, MinLength: 1, MaxLength: 20},
				},
			},
		},
	}
}

func (n *connector) LoadUserLogin(_ context.Context, login *bridgev2.UserLogin) error {
	login.Client = &client{network: n, login: login}
	return nil
}

// serve answers what the test tells.
func (n *connector) serve(ask string, with json.RawMessage) (any, error) {
	ctx := n.bridge.Log.WithContext(context.Background())
	switch ask {
	case "happen":
		var what happening
		if err := json.Unmarshal(with, &what); err != nil {
			return nil, err
		}
		c, err := n.clientOf(what.Login)
		if err != nil {
			return nil, err
		}
		return nil, c.happen(ctx, &what)
	case "person":
		var who person
		if err := json.Unmarshal(with, &who); err != nil {
			return nil, err
		}
		ghost, err := n.bridge.GetGhostByID(ctx, who.ID)
		if err != nil {
			return nil, err
		}
		ghost.UpdateInfo(ctx, who.info())
		return nil, nil
	default:
		return nil, fmt.Errorf("unknown: %s", ask)
	}
}

func (n *connector) clientOf(id networkid.UserLoginID) (*client, error) {
	login := n.bridge.GetCachedUserLoginByID(id)
	if login == nil {
		return nil, fmt.Errorf("there is no login %s", id)
	}
	return login.Client.(*client), nil
}
