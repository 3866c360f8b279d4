import { Component, type ReactNode } from 'react';
import { text } from '../text';

/** A page that breaks, or whose file is gone because a newer app is there, takes nothing else with it. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="failure" role="alert">
        <p>{text.states.broken}</p>
        <button type="button" onClick={() => location.reload()}>
          {text.states.reload}
        </button>
      </div>
    );
  }
}
