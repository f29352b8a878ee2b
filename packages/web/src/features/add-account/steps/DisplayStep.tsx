import type { LoginDisplay } from '@partyline/protocol';
import { t } from '../../../texts/texts.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import type { DisplayStep as Step } from '../field-rules.ts';
import styles from './DisplayStep.module.css';
import { pictureAddress } from './picture-address.ts';
import { QrCode } from './QrCode.tsx';
import { webAddress } from './web-address.ts';

interface DisplayStepProps {
  readonly step: Step;
  /** `bridge.type` */
  readonly network: string;
}

/** Something to scan, type or compare elsewhere, and the wait for it. */
export function DisplayStep({ step: { display, instructions }, network }: DisplayStepProps) {
  return (
    <>
      {instructions !== undefined && display.type !== 'nothing' && (
        <p className={styles['instructions']}>
          <bdi>{instructions}</bdi>
        </p>
      )}
      <Shown display={display} network={network} />
      <p className={styles['wait']} role="status">
        <Spinner />
        {display.type === 'nothing' ? (instructions ?? t.signIn.working) : waitingFor[display.type]}
      </p>
    </>
  );
}

const waitingFor = { qr: t.signIn.qr.keep, code: t.signIn.code.waiting, emoji: t.signIn.emoji.waiting };

function Shown({ display, network }: { readonly display: LoginDisplay; readonly network: string }) {
  switch (display.type) {
    case 'qr':
      return <Qr data={display.data} network={network} />;
    case 'code':
      return <Code data={display.data} />;
    case 'emoji':
      return <Emoji imageURL={display.imageURL} />;
    case 'nothing':
      return null;
  }
}

function Qr({ data, network }: { readonly data: string; readonly network: string }) {
  const { qr } = t.signIn;
  return (
    <>
      <QrCode data={data} label={qr.label} failure={qr.tooLong} />
      <ol className={styles['how']} aria-label={qr.how}>
        {(qr.stepsOf[network] ?? qr.steps).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className={styles['samePhone']}>{qr.samePhone}</p>
    </>
  );
}

const Code = ({ data }: { readonly data: string }) => (
  <div className={styles['codeBox']}>
    <output className={styles['code']} aria-label={t.signIn.code.label} dir="ltr">
      {data}
    </output>
    <CopyButton text={data} label={t.signIn.code.copy} doneLabel={t.signIn.code.copied} />
  </div>
);

function Emoji({ imageURL }: { readonly imageURL: string }) {
  const address = pictureAddress(imageURL);
  if (address !== undefined)
    return <img className={styles['emoji']} src={address} alt={t.signIn.emoji.label} width="112" height="112" />;
  const elsewhere = webAddress(imageURL);
  return (
    <p>
      {t.signIn.emoji.elsewhere}{' '}
      {elsewhere === undefined ? (
        <bdi>{imageURL}</bdi>
      ) : (
        <a className={styles['link']} href={elsewhere.href} target="_blank" rel="noopener noreferrer">
          <bdi>{imageURL}</bdi>
        </a>
      )}
    </p>
  );
}
