import './avatar.css';

interface Person {
  readonly displayName: string;
  readonly avatarUrl?: string | null;
}

/** A person's picture, where it is of this origin: others would tell elsewhere who looks. Else how their name begins. */
export function Avatar({ person: { displayName, avatarUrl }, isLarge = false }: { person: Person; isLarge?: boolean }) {
  const className = isLarge ? 'avatar large' : 'avatar';
  return avatarUrl && new URL(avatarUrl, location.href).origin === location.origin ? (
    <img className={className} src={avatarUrl} alt="" />
  ) : (
    <span className={className} aria-hidden="true">
      {[...displayName.trim()][0] ?? ''}
    </span>
  );
}
