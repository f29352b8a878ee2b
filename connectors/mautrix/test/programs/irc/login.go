package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
)

const signInLimit = 20 * time.Second

type loginProcess struct {
	user *bridgev2.User
	// Whether the server asks everybody for a password.
	hasPassword bool
}

var _ bridgev2.LoginProcessUserInput = (*loginProcess)(nil)

func (p *loginProcess) Cancel() {}

func (p *loginProcess) Start(context.Context) (*bridgev2.LoginStep, error) {
	fields := []bridgev2.LoginInputDataField{
		{Type: bridgev2.LoginInputFieldTypeDomain, ID: "server", Name: "Server", Description: "irc.example.org:6667"},
		{Type: bridgev2.LoginInputFieldTypeUsername, ID: "nick", Name: "Nick"},
	}
	if p.hasPassword {
		fields = append(fields, bridgev2.LoginInputDataField{
			Type: bridgev2.LoginInputFieldTypePassword, ID: "password", Name: "Password of the server",
		})
	}
	return &bridgev2.LoginStep{
		Type:            bridgev2.LoginStepTypeUserInput,
		StepID:          "org.example.irc.server",
		Instructions:    "Which server, and who are you there?",
		UserInputParams: &bridgev2.LoginUserInputParams{Fields: fields},
	}, nil
}

// SubmitUserInput connects: what the server refuses is refused here.
func (p *loginProcess) SubmitUserInput(ctx context.Context, input map[string]string) (*bridgev2.LoginStep, error) {
	wanted := &settings{
		Server:   withPort(strings.TrimSpace(input["server"])),
		Nick:     strings.TrimSpace(input["nick"]),
		Password: input["password"],
	}
	if !isNick(wanted.Nick) {
		return nil, refusal("This is no nick that IRC allows.")
	}
	ctx, cancel := context.WithTimeout(ctx, signInLimit)
	defer cancel()
	connection, err := dial(ctx, wanted)
	if err != nil {
		return nil, refusal(err.Error())
	}
	login, err := p.user.NewLogin(ctx, &database.UserLogin{
		ID:         loginID(wanted.Nick, wanted.Server),
		RemoteName: wanted.Nick,
		Metadata:   wanted,
	}, &bridgev2.NewLoginParams{LoadUserLogin: func(_ context.Context, login *bridgev2.UserLogin) error {
		if before, ok := login.Client.(*client); ok {
			before.Disconnect()
		}
		login.Client = newClient(login, wanted)
		return nil
	}})
	if err != nil {
		connection.close("")
		return nil, err
	}
	login.Client.(*client).run(connection)
	return &bridgev2.LoginStep{
		Type:           bridgev2.LoginStepTypeComplete,
		StepID:         "org.example.irc.complete",
		CompleteParams: &bridgev2.LoginCompleteParams{UserLoginID: login.ID, UserLogin: login},
	}, nil
}

// refusal is told to the person in these words.
func refusal(words string) error {
	return bridgev2.WrapRespErrManual(errors.New(words), "ORG.EXAMPLE.IRC.REFUSED", http.StatusForbidden)
}

func withPort(server string) string {
	if _, _, err := net.SplitHostPort(server); err == nil {
		return server
	}
	return net.JoinHostPort(server, "6667")
}
