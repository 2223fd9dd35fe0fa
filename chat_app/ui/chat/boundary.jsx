/** @import {ReactNode} from "react" */

import { Component } from "react";
import { say } from "../words.js";

/**
 * Shows a text as it was written where drawing it fails, so that one message takes no other with it.
 *
 * @extends {Component<{text: string, children: ReactNode}, {failed: boolean}>}
 */
export class Boundary extends Component {
  /** @param {{text: string, children: ReactNode}} props */
  constructor(props) {
    super(props);
    this.state = { failed: false };
  }

  static getDerivedStateFromError() {
    return { failed: true };
  }

  /** More of the text may do. @param {{text: string}} before */
  componentDidUpdate(before) {
    if (this.state.failed && before.text !== this.props.text) this.setState({ failed: false });
  }

  render() {
    if (!this.state.failed) return this.props.children;
    return (
      <>
        <div className="tk-plain" dir="auto">
          {this.props.text}
        </div>
        <p className="tk-note">{say("reply-not-drawn")}</p>
      </>
    );
  }
}
