import type { Info } from '@partyline/protocol';
import { LogOut } from 'lucide-react';
import { useCallback } from 'react';
import { useData } from '../../app/context.ts';
import { useSignOut } from '../../app/use-sign-out.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './About.module.css';
import { CopyText } from './parts/CopyText.tsx';
import { Block, Section } from './parts/Section.tsx';
import { useLoaded } from './parts/use-loaded.ts';
import { WhenLoaded } from './parts/WhenLoaded.tsx';

export function About() {
  const { api } = useData();
  const info = useLoaded(useCallback(() => api.info.retrieve(), [api]));
  const texts = t.settings.about;
  const signOut = useSignOut();
  return (
    <Section>
      <WhenLoaded loading={info}>{(value) => <Server info={value} />}</WhenLoaded>
      <ul className={styles['links']}>
        <li>
          <a className={styles['link']} href="/docs">
            {texts.docs}
          </a>
        </li>
        <li>
          <a className={styles['link']} href="/v1/spec">
            {texts.spec}
          </a>
        </li>
        <li>{texts.licence}</li>
      </ul>
      <Block title={texts.session}>
        <div>
          <Button onClick={signOut}>
            <LogOut size={16} aria-hidden="true" />
            {texts.signOut}
          </Button>
        </div>
      </Block>
      <Block title={texts.everywhere} text={`${texts.everywhereText} ${texts.where}`}>
        <CopyText isLabelHidden label={texts.everywhere} text="npx partyline passphrase reset" />
      </Block>
    </Section>
  );
}

function Server({ info: { app, platform, server, endpoints } }: { readonly info: Info }) {
  const texts = t.settings.about;
  const facts = [
    [texts.server, server.hostname],
    [texts.system, `${platform.os} ${platform.release ?? ''} (${platform.arch})`],
    [texts.address, server.base_url],
    [texts.reach, server.remote_access ? texts.remote : texts.local],
    [texts.mcp, endpoints.mcp],
    [texts.events, endpoints.ws_events],
  ];
  return (
    <div>
      <h3 className={styles['name']}>{app.name}</h3>
      <p>{texts.version(app.version)}</p>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles['fact']}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
