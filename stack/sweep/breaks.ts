import { events } from '@marquee/events';
import { payments } from '@marquee/payments';
import type { Bus, Envelope, SubgraphModule } from '@marquee/platform';
import { withoutLocks } from '@marquee/platform/testing';
import { social } from '@marquee/social';
import { openDatabase as openEvents } from '../../subgraphs/events/src/db';
import { openDatabase as openPayments } from '../../subgraphs/payments/src/db';
import { openDatabase as openSocial } from '../../subgraphs/social/src/db';
import type { Sabotage } from './ground';

/** The subgraphs, their transactions taking no locks. */
const lockless = {
  events: events.with({ openDatabase: (url, logger) => withoutLocks(openEvents(url, logger)) }),
  payments: payments.with({ openDatabase: (url, logger) => withoutLocks(openPayments(url, logger)) }),
  social: social.with({ openDatabase: (url, logger) => withoutLocks(openSocial(url, logger)) }),
};

/** Protections that are taken away on purpose, one at a time, to show that the sweep notices. */
export const breaks: Readonly<Record<string, Sabotage>> = {
  'places-lock': {
    modules: unlocked('events'),
    sql: { events: dropChecks('attendance_counts') },
  },
  'stock-lock': {
    modules: unlocked('payments'),
    sql: { payments: dropChecks('ticket_tiers') },
  },
  'group-lock': { modules: unlocked('social') },
  'order.paid': { bus: swallowing('order.paid', 0.3) },
  'order.refunded': { bus: swallowing('order.refunded', 0.5) },
  'event.changed': { bus: swallowing('event.changed', 0.05) },
  'user.updated': { bus: swallowing('user.updated', 0.3) },
  'group.member_changed': { bus: swallowing('group.member_changed', 0.3) },
  'connection.changed': { bus: swallowing('connection.changed', 0.3) },
  'ended-sessions': {
    bus: deaf('sessions.revoked'),
    sql: {
      // Gateways that miss a push read the list a little later: it has none of them, either.
      users: `CREATE FUNCTION sweep_go_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.ended_at := NULL; RETURN NEW; END $$;
        CREATE TRIGGER sweep_go_on BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION sweep_go_on();`,
    },
  },
  'ended-apps': {
    bus: deaf('sessions.revoked'),
    sql: {
      users: `CREATE FUNCTION sweep_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.ended_at := NULL; RETURN NEW; END $$;
        CREATE TRIGGER sweep_keep BEFORE UPDATE ON app_grants FOR EACH ROW EXECUTE FUNCTION sweep_keep();`,
    },
  },
  'second-factor': {
    sql: {
      users: `CREATE FUNCTION sweep_unconfirm() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.confirmed_at := NULL; RETURN NEW; END $$;
        CREATE TRIGGER sweep_unconfirm BEFORE UPDATE ON totps FOR EACH ROW EXECUTE FUNCTION sweep_unconfirm();`,
    },
  },
  'goal-progress': {
    sql: {
      users: `CREATE FUNCTION sweep_forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.progress > OLD.progress AND random() < 0.3 THEN NEW.progress := OLD.progress; END IF; RETURN NEW; END $$;
        CREATE TRIGGER sweep_forget BEFORE UPDATE ON goals FOR EACH ROW EXECUTE FUNCTION sweep_forget();`,
    },
  },
  'mailed-invitation': {
    sql: {
      users: `CREATE FUNCTION sweep_reopen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.status = 'ACCEPTED' THEN DELETE FROM organization_members WHERE organization_id = NEW.organization_id AND user_id = NEW.claimed_by_id;
          ELSIF NEW.status <> 'OPEN' THEN NEW.status := 'OPEN'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER sweep_reopen BEFORE UPDATE ON organization_mail_invitations FOR EACH ROW EXECUTE FUNCTION sweep_reopen();`,
    },
  },
  'work-checkpoint': {
    sql: {
      events: `CREATE FUNCTION sweep_again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.done > OLD.done AND random() < 0.3 THEN NEW.checkpoint := OLD.checkpoint; END IF; RETURN NEW; END $$;
        CREATE TRIGGER sweep_again BEFORE UPDATE ON long_work FOR EACH ROW EXECUTE FUNCTION sweep_again();`,
    },
  },
  ledger: {
    sql: {
      payments: `CREATE FUNCTION sweep_lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF random() < 0.1 THEN UPDATE ticket_tiers SET sold = greatest(0, sold - 1) WHERE id = NEW.tier_id; END IF; RETURN NEW; END $$;
        CREATE TRIGGER sweep_lose AFTER INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION sweep_lose();`,
    },
  },
};

function unlocked(name: keyof typeof lockless) {
  return (modules: readonly SubgraphModule[]): readonly SubgraphModule[] =>
    modules.map((module) => (module.name === name ? (lockless[name] as unknown as SubgraphModule) : module));
}

/** Without the checks that speak up behind the locks. */
function dropChecks(table: string): string {
  return `DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype = 'c' LOOP
      EXECUTE format('ALTER TABLE ${table} DROP CONSTRAINT %I', name);
    END LOOP; END $$`;
}

/** A bus that loses some facts of a topic, as a broken consumer would. The same ones in every run: by their id. */
function swallowing(topic: string, share: number) {
  const lost = (envelope: Envelope) => envelope.topic === topic && (parseInt(envelope.id.slice(0, 8), 16) % 1_000) / 1_000 < share;
  return (bus: Bus): Bus =>
    over(bus, { publish: (envelopes: readonly Envelope[]) => bus.publish(envelopes.filter((envelope) => !lost(envelope))) });
}

/** A bus on which nobody hears the pushes of a channel. */
function deaf(channel: string) {
  return (bus: Bus): Bus => over(bus, { push: (to: string, payload: unknown) => (to === channel ? undefined : bus.push(to, payload)) });
}

const over = (bus: Bus, parts: Partial<Bus>): Bus =>
  new Proxy(bus, {
    get(target, name) {
      const other = parts[name as keyof Bus] as unknown;
      if (other) return other;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member as (...args: unknown[]) => unknown).bind(target) : member;
    },
  });
