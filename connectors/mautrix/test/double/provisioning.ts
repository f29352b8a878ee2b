/** The provisioning API of the double. */

import type { Bridge } from './bridge.ts';
import { flows, type Process, stepOf } from './login-steps.ts';
import type { Json } from './matrix.ts';

export function provisioning(bridge: Bridge) {
  const processes = new Map<string, Process>();
  let lastProcess = 0;
  const ok = (body: Json, status = 200) => ({ status, body });
  const no = (status: number, errcode: string, error: string) => ({ status, body: { errcode, error } });

  const login = async (id: string, { repairs }: Process) => {
    const { data, save } = bridge.parts.kept;
    // As bridges do: the login that was to be repaired is not what the person wants any more.
    if (repairs !== undefined && repairs !== id) await bridge.forget(repairs);
    if (!data.logins.some((known) => known.id === id)) data.logins.push({ id, name: `+${id}` });
    save();
    bridge.connect({ id, name: `+${id}` });
    return ok({ type: 'complete', step_id: 'double.complete', complete: { user_login_id: id } });
  };

  const submit = async (id: string, process: Process, body: Json) => {
    if (process.flow === 'qr') {
      const { scanned } = await bridge.network(`/scan?step=${process.step}`);
      if (scanned !== undefined) return login(scanned, process);
      process.step++;
      return ok(stepOf(id, process));
    }
    // The network says whether they are right.
    await bridge.network('/credentials');
    if (body.password === 'not-the-password') {
      processes.delete(id);
      return no(403, 'FI.MAU.DOUBLE.WRONG_PASSWORD', 'That password is wrong.');
    }
    return login(body.username ?? body.session, process);
  };

  /** Whoever asks again, by the same name, is given what the first who asked is; by the name of the step before, what has come of it. */
  const step = async (id: string, process: Process, txn: string | null, body: Json) => {
    const present = stepOf(id, process);
    if (txn !== null && txn !== present.txn_id) return ok(present);
    process.outcome ??= submit(id, process, body).finally(() => delete process.outcome);
    return process.outcome;
  };

  const start = async (flow: string, repairs: string | undefined) => {
    if (!flows.some(({ id }) => id === flow)) return no(404, 'M_NOT_FOUND', 'Invalid login flow ID');
    const { data } = bridge.parts.kept;
    if (repairs !== undefined && !data.logins.some(({ id }) => id === repairs))
      return no(404, 'M_NOT_FOUND', 'Login not found');
    if (flow === 'broken') {
      process.stdout.write(
        `${JSON.stringify({ level: 'error', message: 'Failed to start login', error: bridge.parts.config.network.broken })}\n`,
      );
      return no(500, 'M_UNKNOWN', 'Internal error starting login');
    }
    if (flow === 'slow') await bridge.network('/scan');
    const id = `process-${++lastProcess}`;
    const begun = { flow, step: 1, repairs };
    processes.set(id, begun);
    return ok(stepOf(id, begun));
  };

  return async (method: string, path: string, query: URLSearchParams, body: Json) => {
    // Bridges before mautrix-go 0.27 decode nothing, so that what need not be encoded must not be.
    if (/%(?:24|26|2B|2C|3A|3B|3D|40)/i.test(path)) return no(404, 'M_NOT_FOUND', `Nobody is at ${path}`);
    const [call = '', ...rest] = path.replace('/_matrix/provision/v3/', '').split('/').map(decodeURIComponent);
    const [first = '', second = ''] = rest;
    const { kept, matrix } = bridge.parts;
    switch (`${method} ${call}`) {
      case 'GET whoami':
        return ok({
          network: { displayname: 'Double', network_id: 'double', beeper_bridge_type: 'double' },
          login_flows: flows,
          bridge_bot: matrix.bot,
          logins: kept.data.logins.map(({ id, name }) => ({
            id,
            name,
            profile: { phone: name, name: `Person ${id}`, avatar: kept.data.picture },
            state: { ...bridge.stateOf(id), remote_id: '' },
          })),
        });
      case 'GET capabilities':
        return ok({
          resolve_identifier: { create_dm: true, lookup_phone: true, contact_list: true, search: true },
          group_creation: {
            group: { type_description: 'a group', name: { allowed: true }, participants: { allowed: true } },
          },
        });
      case 'GET logins':
        return ok({ login_ids: kept.data.logins.map(({ id }) => id) });
      case 'POST logout':
        await bridge.forget(first);
        return ok({});
      case 'GET contacts':
        return ok({
          contacts: [
            {
              id: 'carol',
              name: 'Carol',
              identifiers: ['tel:+15550103', 'mailto:carol@double.example'],
              avatar_url: kept.data.picture,
            },
          ],
        });
      case 'POST search_users':
        return ok({ results: body.query.startsWith('car') ? [{ id: 'carol', name: 'Carol' }] : [] });
      case 'GET resolve_identifier':
        return first === '+15550103' ? ok({ id: 'carol', name: 'Carol' }) : no(404, 'M_NOT_FOUND', 'No such person');
      case 'POST create_dm': {
        const loginID = query.get('login_id') ?? '';
        if (first === 'nobody') return no(404, 'M_NOT_FOUND', 'There is nobody of that name');
        const isNew = kept.data.rooms[`${loginID}/${first}`] === undefined;
        const room = await bridge.portal(loginID, { id: first });
        return ok({ id: first, dm_room_mxid: room }, isNew ? 201 : 200);
      }
      case 'POST create_group': {
        const chat = { id: `group-${body.name?.name ?? 'new'}`, members: body.participants, title: body.name?.name };
        return ok({ id: chat.id, mxid: await bridge.portal(query.get('login_id') ?? '', chat) });
      }
    }
    if (call === 'backfill') {
      const [key = ''] = Object.entries(kept.data.rooms).find(([, room]) => room === first) ?? [];
      if (key === '') return no(404, 'M_NOT_FOUND', 'Portal not found');
      const { batch, refusal } = await bridge.network(`/past?chat=${encodeURIComponent(key)}`);
      if (refusal !== undefined) return no(refusal.status, refusal.errcode, refusal.error);
      if (batch === undefined) return { status: 204, body: null };
      await bridge.handOverOlder(first, batch);
      return ok({});
    }
    if (call !== 'login') return no(404, 'M_UNRECOGNIZED', 'Unrecognized');
    if (first === 'flows') return ok({ flows });
    if (first === 'start') return start(second, query.get('login_id') ?? undefined);
    const begun = processes.get(second);
    if (begun === undefined) return no(404, 'M_NOT_FOUND', 'Login not found');
    if (first === 'cancel') {
      processes.delete(second);
      await bridge.network('/cancelled', { process: second });
      return ok({});
    }
    return step(second, begun, query.get('txn_id'), body);
  };
}
