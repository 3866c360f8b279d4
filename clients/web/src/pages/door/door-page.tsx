import { useApolloClient } from '@apollo/client/react';
import type { ApolloClient } from '@apollo/client';
import { DoorPackageDocument, UploadScansDocument } from '@marquee/client/operations';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Link, useParams } from 'wouter';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment } from '../../parts/format';
import { Page } from '../../parts/page';
import { Failure, Loading } from '../../parts/states';
import { text } from '../../text';
import { Door, type DoorApi } from './door';
import { isRepeat, type Direction, type Verdict } from './door-scans';
import { openVault } from './door-vault';
import { keepPage } from './keep-page';
import { Scanner } from './scanner';

const SYNC_EVERY_MS = 30_000;

/** Scanning at the door. It needs no sign-in to go on: what it needs is on the device once it was opened. */
export default function DoorPage() {
  const { id } = useParams<{ id: string }>();
  const { door, error } = useDoor(id);
  return (
    <Page title={text.door.title} actions={<Link href={`/desk/${id}`}>{text.states.back}</Link>}>
      {error !== undefined ? <Failure error={error} /> : door ? <Open door={door} /> : <Loading />}
    </Page>
  );
}

function useDoor(eventId: string): { door: Door | null; error?: unknown } {
  const apollo = useApolloClient();
  const [state, setState] = useState<{ door: Door | null; error?: unknown }>({ door: null });
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    let sync: (() => void) | undefined;
    let isOver = false;
    keepPage();
    const begin = async () => {
      const door = new Door(await openVault(eventId), apiOf(apollo, eventId));
      await door.start();
      if (isOver) return;
      sync = () => void door.sync();
      timer = setInterval(sync, SYNC_EVERY_MS);
      addEventListener('online', sync);
      setState({ door });
    };
    begin().catch((error: unknown) => setState({ door: null, error }));
    return () => {
      isOver = true;
      clearInterval(timer);
      if (sync) removeEventListener('online', sync);
    };
  }, [apollo, eventId]);
  return state;
}

const apiOf = (apollo: ApolloClient, eventId: string): DoorApi => ({
  async fetchPackage(deviceKey) {
    const { data } = await apollo.query({ query: DoorPackageDocument, variables: { eventId, deviceKey }, fetchPolicy: 'no-cache' });
    return data?.doorPackage ?? null;
  },
  async tell(deviceId, scans) {
    const told = scans.map(({ nonce, code, direction, people, scannedAt }) => ({ nonce, code, direction, people, scannedAt }));
    const { data } = await apollo.mutate({ mutation: UploadScansDocument, variables: { input: { eventId, deviceId, scans: told } } });
    const outcome = data!.uploadScans;
    if (outcome.__typename !== 'UploadScansSuccess') throw new Error(outcome.message);
    return new Map(outcome.results.map(({ nonce, refused, scan }) => [nonce, refused !== null || scan?.outcome === 'CONFLICT']));
  },
});

function Open({ door }: { door: Door }) {
  const state = useSyncExternalStore(door.subscribe, door.state);
  const [direction, setDirection] = useState<Direction>('ENTRY');
  const [isCameraOn, setCamera] = useState(false);
  const [verdict, setVerdict] = useState<{ turn: number; verdict: Verdict } | null>(null);
  const last = useRef<{ code: string; at: number } | null>(null);
  const show = async (code: string) => {
    if (!code.trim()) return;
    const result = await door.scan(code, direction);
    setVerdict((before) => ({ turn: (before?.turn ?? 0) + 1, verdict: result }));
  };
  const seen = (code: string) => {
    const at = Date.now();
    if (!isRepeat(last.current, code, at)) void show(code);
    last.current = { code, at };
  };
  if (!state.isReady)
    return (
      <div className="failure" role="alert">
        <p>{state.isOffline ? text.door.never : text.door.notYours}</p>
        <button type="button" onClick={() => void door.sync()}>
          {text.states.retry}
        </button>
      </div>
    );
  return (
    <div className="sides even">
      <div>
        <div role="group" aria-label={text.door.direction} className="buttons">
          {(['ENTRY', 'EXIT'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={direction === one} onClick={() => setDirection(one)}>
              {text.door.directions[one]}
            </button>
          ))}
          <button type="button" aria-pressed={isCameraOn} onClick={() => setCamera(!isCameraOn)}>
            {text.door.useCamera}
          </button>
        </div>
        {isCameraOn && <Scanner onCode={seen} />}
        <Typed onCode={show} />
      </div>
      <div>
        <div
          key={verdict?.turn}
          className={`verdict ${verdict ? (verdict.verdict.kind === 'NO' ? 'no' : 'yes') : ''}`}
          role="status"
          aria-live="assertive"
        >
          {verdict ? told(verdict.verdict) : text.door.waiting}
        </div>
        <p className="soft">
          {state.takenAt && text.door.known(state.placeCount, moment(state.takenAt))} {state.isOffline && text.door.offline}
        </p>
        <p role="status">{text.door.untold(state.untold)}</p>
        {state.conflicts > 0 && <p className="problem">{text.door.conflicts(state.conflicts)}</p>}
        <button type="button" onClick={() => void door.sync()}>
          {text.door.sync}
        </button>
      </div>
    </div>
  );
}

function Typed({ onCode }: { onCode: (code: string) => Promise<void> }) {
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const send = async ({ code = '' }: Record<string, string>) => {
    setBusy(true);
    await onCode(code);
    setBusy(false);
    setTurn(turn + 1);
  };
  return (
    <Form label={text.door.typed} busy={busy} problem={null} submit={text.door.check} onSubmit={(values) => void send(values)}>
      <Field label={text.door.code}>
        <input key={turn} name="code" autoFocus={turn > 0} autoComplete="off" autoCapitalize="characters" spellCheck={false} required />
      </Field>
    </Form>
  );
}

const told = (verdict: Verdict): string =>
  verdict.kind === 'NO' ? text.door.no[verdict.why] : verdict.kind === 'OUT' ? text.door.out : text.door.in(verdict.inside, verdict.of);
