import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { SecretDialog } from '../parts/SecretDialog.tsx';
import { CardList, Section } from '../parts/Section.tsx';
import { useFreshness } from '../parts/use-freshness.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { WhenLoaded } from '../parts/WhenLoaded.tsx';
import { NewWebhookDialog } from './NewWebhookDialog.tsx';
import { WebhookCard } from './WebhookCard.tsx';

/** Where events are posted to, and how that goes. */
export function WebhooksSection() {
  const { api } = useData();
  const webhooks = useLoaded(useCallback(async () => (await api.webhooks.list()).items, [api]));
  useFreshness(webhooks.refresh);
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const texts = t.settings.webhooks;
  const make = (
    <Button look="primary" onClick={() => setMaking(true)}>
      <Plus size={16} aria-hidden="true" />
      {texts.make}
    </Button>
  );
  return (
    <Section text={texts.text} actions={make}>
      <WhenLoaded loading={webhooks}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<WebhookIcon />} title={texts.none} text={texts.noneText} />
          ) : (
            <CardList label={texts.list}>
              {all.map((webhook) => (
                <li key={webhook.id}>
                  <WebhookCard
                    webhook={webhook}
                    onChanged={(changed) =>
                      webhooks.change((now) => now.map((one) => (one.id === changed.id ? changed : one)))
                    }
                    onDeleted={() => webhooks.change((now) => now.filter(({ id }) => id !== webhook.id))}
                    onSecret={setSecret}
                  />
                </li>
              ))}
            </CardList>
          )
        }
      </WhenLoaded>
      <NewWebhookDialog
        isOpen={isMaking}
        onClose={() => setMaking(false)}
        onMade={({ secret: told, ...made }) => {
          setMaking(false);
          setSecret(told);
          webhooks.change((now) => [...now.filter(({ id }) => id !== made.id), made]);
        }}
      />
      <SecretDialog
        secret={secret}
        title={texts.secretTitle}
        text={texts.secretText}
        label={texts.secret}
        onClose={() => setSecret(undefined)}
      />
    </Section>
  );
}
