/* SPDX-License-Identifier: Apache-2.0 */
/* Components may read signals as they paint: whoever read one is painted again when it changes.
 * Importing this is enough; it makes a class of every function component, once. */
import { Component, Fragment, options, type ComponentChildren, type FunctionComponent } from 'preact';
import { effect } from './signals';

type Props = Readonly<Record<string, unknown>>;
type Paint = (props: Props) => ComponentChildren;

const same = (a: Props, b: Props): boolean => Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);

/** Stands still while its props and the signals it read stay what they were. */
function watching(paint: Paint) {
  return class extends Component<Props> {
    private _stop = (): void => {};

    override shouldComponentUpdate(props: Props, state: object): boolean {
      return state !== this.state || !same(props, this.props);
    }

    override componentWillUnmount(): void {
      this._stop();
    }

    override render(props: Props): ComponentChildren {
      let painted: ComponentChildren;
      let isFirst = true;
      this._stop();
      this._stop = effect(() => {
        if (isFirst) painted = paint(props);
        else this.setState({});
        isFirst = false;
      });
      return painted;
    }
  };
}

const made = new WeakMap<object, ReturnType<typeof watching>>();
const before = options.vnode;

/** Contexts are functions too, but need to be called as they are. */
const isPlain = (type: FunctionComponent): boolean =>
  type !== Fragment && !('Provider' in type) && !type.prototype?.render;

options.vnode = (vnode): void => {
  const type = vnode.type as FunctionComponent | string;
  if (typeof type === 'function' && isPlain(type)) {
    if (!made.has(type)) made.set(type, watching(type as Paint));
    vnode.type = made.get(type) as unknown as FunctionComponent;
  }
  before?.(vnode);
};
