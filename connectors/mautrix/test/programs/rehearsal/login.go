package main

import (
	"context"
	"errors"
	"net/http"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/bridgev2/status"
)

var flows = []bridgev2.LoginFlow{
	{ID: "password", Name: "Password", Description: "With a user name and a password"},
	{ID: "form", Name: "Form", Description: "With a field of every type, and a code after it"},
	{ID: "qr", Name: "QR code", Description: "With a phone"},
	{ID: "code", Name: "Code", Description: "With a code that is typed into the phone"},
	{ID: "emoji", Name: "Emoji", Description: "With an emoji that is chosen on the phone"},
	{ID: "cookies", Name: "Cookies", Description: "With the cookies of a browser"},
}

func (n *connector) GetLoginFlows() []bridgev2.LoginFlow { return flows }

func (n *connector) CreateLogin(_ context.Context, user *bridgev2.User, flowID string) (bridgev2.LoginProcess, error) {
	for _, flow := range flows {
		if flow.ID == flowID {
			return &signingIn{network: n, user: user, flow: flowID}, nil
		}
	}
	return nil, bridgev2.ErrInvalidLoginFlowID
}

// step is the framework's own, with who has signed in when it is the last.
type step struct {
	bridgev2.LoginStep
	Login *struct {
		ID      networkid.UserLoginID `json:"id"`
		UserID  networkid.UserID      `json:"user_id"`
		Name    string                `json:"name"`
		Profile status.RemoteProfile  `json:"profile"`
	} `json:"login,omitempty"`
}

type signingIn struct {
	network *connector
	user    *bridgev2.User
	flow    string
	again   networkid.UserLoginID
}

var (
	_ bridgev2.LoginProcessWithOverride   = (*signingIn)(nil)
	_ bridgev2.LoginProcessUserInput      = (*signingIn)(nil)
	_ bridgev2.LoginProcessCookies        = (*signingIn)(nil)
	_ bridgev2.LoginProcessDisplayAndWait = (*signingIn)(nil)
)

func (s *signingIn) Start(ctx context.Context) (*bridgev2.LoginStep, error) {
	return s.next(ctx, "start", nil)
}

func (s *signingIn) StartWithOverride(ctx context.Context, login *bridgev2.UserLogin) (*bridgev2.LoginStep, error) {
	s.again = login.ID
	return s.next(ctx, "start", nil)
}

func (s *signingIn) SubmitUserInput(ctx context.Context, input map[string]string) (*bridgev2.LoginStep, error) {
	return s.next(ctx, "input", input)
}

func (s *signingIn) SubmitCookies(ctx context.Context, cookies map[string]string) (*bridgev2.LoginStep, error) {
	return s.next(ctx, "cookies", cookies)
}

func (s *signingIn) Wait(ctx context.Context) (*bridgev2.LoginStep, error) {
	return s.next(ctx, "wait", nil)
}

func (s *signingIn) Cancel() {
	_ = s.network.control.ask(context.Background(), "login_cancel", map[string]any{"flow": s.flow}, nil)
}

func (s *signingIn) next(ctx context.Context, does string, given map[string]string) (*bridgev2.LoginStep, error) {
	var answer step
	asked := map[string]any{"flow": s.flow, "does": does, "given": given, "again": s.again}
	if err := s.network.control.ask(ctx, "login", asked, &answer); err != nil {
		return nil, loginError(err)
	}
	if answer.Login == nil {
		return &answer.LoginStep, nil
	}
	login, err := s.user.NewLogin(ctx, &database.UserLogin{
		ID:            answer.Login.ID,
		RemoteName:    answer.Login.Name,
		RemoteProfile: answer.Login.Profile,
		Metadata:      &loginMeta{UserID: answer.Login.UserID},
	}, nil)
	if err != nil {
		return nil, err
	}
	go login.Client.Connect(s.network.bridge.BackgroundCtx)
	return &bridgev2.LoginStep{
		Type:           bridgev2.LoginStepTypeComplete,
		StepID:         "example.rehearsal.complete",
		CompleteParams: &bridgev2.LoginCompleteParams{UserLoginID: login.ID, UserLogin: login},
	}, nil
}

// loginError keeps the code of a refusal that has one; any other is unforeseen.
func loginError(err error) error {
	var no *refusal
	if !errors.As(err, &no) || no.Code == "" {
		return err
	}
	code := no.HTTPStatus
	if code == 0 {
		code = http.StatusForbidden
	}
	return bridgev2.RespError{ErrCode: no.Code, Err: no.Message, StatusCode: code}
}
