import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Link } from 'wouter';
import { text } from '../../text';
import type { FoundEvent } from './event-card';
import { clusters, frameOf, graticule, pan, scaleBar, zoom, type Cluster, type Frame } from './plane';
import './event-map.css';

const SIZE = { width: 800, height: 480 };
/** A finger hits what is this far apart. */
const APART = 30;
const STEP = 80;
const CLOSER = 1.8;

interface Placed {
  readonly event: FoundEvent;
  readonly latitude: number;
  readonly longitude: number;
}

/** The events of the list on a map that asks nobody for tiles: marks, a net of degrees, and a scale. */
export function EventMap({ events }: { events: readonly FoundEvent[] }) {
  const placed = useMemo(() => events.flatMap((event) => (event.venue?.location ? [{ event, ...event.venue.location }] : [])), [events]);
  const whole = useMemo(() => frameOf(placed, SIZE), [placed]);
  const [moved, setMoved] = useState<{ of: Frame; frame: Frame } | null>(null);
  const frame = moved?.of === whole ? moved.frame : whole;
  const move = (next: Frame) => setMoved({ of: whole, frame: next });
  const [open, setOpen] = useState<Cluster<Placed> | null>(null);
  const marks = useMemo(() => clusters<Placed>(placed, frame, SIZE, APART), [placed, frame]);
  const lines = graticule(frame, SIZE);
  const bar = scaleBar(frame, 160);
  const held = useRef<{ x: number; y: number } | null>(null);

  const onKey = (event: KeyboardEvent) => {
    const step = MOVES[event.key];
    if (!step) return;
    event.preventDefault();
    move(step(frame));
  };
  const onMove = (event: PointerEvent<SVGSVGElement>) => {
    if (!held.current || event.buttons === 0) return;
    const factor = SIZE.width / event.currentTarget.clientWidth;
    move(pan(frame, (held.current.x - event.clientX) * factor, (held.current.y - event.clientY) * factor));
    held.current = { x: event.clientX, y: event.clientY };
  };
  return (
    <section className="map" aria-label={text.discover.mapLabel(placed.length)}>
      <div className="frame" tabIndex={0} role="group" aria-label={text.discover.mapKeys} onKeyDown={onKey}>
        <svg
          viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
          aria-hidden="true"
          onPointerDown={(event) => (held.current = { x: event.clientX, y: event.clientY })}
          onPointerUp={() => (held.current = null)}
          onPointerMove={onMove}
        >
          {lines.across.map((x) => (
            <line key={`x${x}`} x1={x} x2={x} y1={0} y2={SIZE.height} />
          ))}
          {lines.down.map((y) => (
            <line key={`y${y}`} y1={y} y2={y} x1={0} x2={SIZE.width} />
          ))}
          {marks.map((mark) => (
            <g key={mark.items[0]!.event.id} className={mark === open ? 'mark open' : 'mark'} onClick={() => setOpen(mark)}>
              <circle cx={mark.x} cy={mark.y} r={mark.items.length === 1 ? 9 : 14} />
              {mark.items.length > 1 && (
                <text x={mark.x} y={mark.y + 5}>
                  {mark.items.length}
                </text>
              )}
            </g>
          ))}
          <path className="bar" d={`M20 ${SIZE.height - 20}v6h${bar.pixels}v-6`} />
          <text className="scale" x={20 + bar.pixels / 2} y={SIZE.height - 24}>
            {bar.km >= 1 ? `${bar.km} km` : `${Math.round(bar.km * 1_000)} m`}
          </text>
        </svg>
      </div>
      <div className="buttons">
        <button type="button" onClick={() => move(zoom(frame, CLOSER))}>
          {text.discover.zoomIn}
        </button>
        <button type="button" onClick={() => move(zoom(frame, 1 / CLOSER))}>
          {text.discover.zoomOut}
        </button>
        <label className="check">
          <span className="unseen">{text.discover.place}</span>
          <select
            value={open ? marks.findIndex((mark) => mark.items[0] === open.items[0]) : -1}
            onChange={(event) => setOpen(marks[Number(event.target.value)] ?? null)}
          >
            <option value={-1}>{text.discover.place}</option>
            {marks.map((mark, at) => (
              <option key={mark.items[0]!.event.id} value={at}>
                {mark.items.length === 1 ? mark.items[0]!.event.title : text.discover.together(mark.items.length)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {events.length > placed.length && <p className="soft">{text.discover.offMap(events.length - placed.length)}</p>}
      <div aria-live="polite">
        {open && (
          <ul className="list">
            {open.items.map(({ event }) => (
              <li key={event.id}>
                <Link href={`/events/${event.id}`}>{event.title}</Link> <span className="soft">{event.venue?.name}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

const MOVES: Readonly<Record<string, (frame: Frame) => Frame>> = {
  ArrowLeft: (frame) => pan(frame, -STEP, 0),
  ArrowRight: (frame) => pan(frame, STEP, 0),
  ArrowUp: (frame) => pan(frame, 0, -STEP),
  ArrowDown: (frame) => pan(frame, 0, STEP),
  '+': (frame) => zoom(frame, CLOSER),
  '-': (frame) => zoom(frame, 1 / CLOSER),
};
