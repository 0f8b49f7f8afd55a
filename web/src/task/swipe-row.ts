import { actOf, isAlong, type SwipeAct } from './swipe.ts';

interface SwipeOptions {
  /** What completing is called here, which is reopening for some. */
  readonly completeLabel: string;
  readonly onAct: (act: SwipeAct) => void;
}

/**
 * A finger moves the row aside; what letting go would do stands behind it. A mouse drags, and keys and the row's menu do
 * the same. Answers how to end it.
 */
export function swipeRow(row: HTMLElement, { completeLabel, onAct }: SwipeOptions): () => void {
  const behind = row.parentElement!;
  const labels = { complete: completeLabel, more: 'More', remove: 'Delete' };
  let start: { readonly id: number; readonly x: number; readonly y: number } | undefined;
  let isSwiping = false;
  let act: SwipeAct | undefined;

  function down(event: PointerEvent) {
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    start = { id: event.pointerId, x: event.clientX, y: event.clientY };
  }
  function move(event: PointerEvent) {
    if (event.pointerId !== start?.id) return;
    const x = event.clientX - start.x;
    if (!isSwiping) {
      const along = isAlong(x, event.clientY - start.y);
      if (along === undefined) return;
      if (!along) return rest();
      isSwiping = true;
      row.setPointerCapture(event.pointerId);
      row.dataset.swiping = '';
    }
    act = actOf(x, row.clientWidth);
    row.style.transform = `translateX(${x}px)`;
    behind.dataset.swipe = x > 0 ? 'complete' : act === 'remove' ? 'remove' : 'more';
    behind.dataset.swipeLabel = labels[behind.dataset.swipe as SwipeAct];
    behind.toggleAttribute('data-armed', act !== undefined);
  }
  function up(event: PointerEvent) {
    if (event.pointerId !== start?.id) return;
    const chosen = isSwiping ? act : undefined;
    if (isSwiping) {
      // The finger was on a link; it did not mean to follow it.
      row.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => row.removeEventListener('click', swallow, { capture: true }));
    }
    rest();
    if (chosen) onAct(chosen);
  }
  function rest() {
    start = undefined;
    isSwiping = false;
    act = undefined;
    row.style.transform = '';
    delete row.dataset.swiping;
    delete behind.dataset.swipe;
    delete behind.dataset.swipeLabel;
    behind.removeAttribute('data-armed');
  }
  function swallow(event: Event) {
    event.preventDefault();
    event.stopPropagation();
  }

  const ending = new AbortController();
  const { signal } = ending;
  row.addEventListener('pointerdown', down, { signal });
  row.addEventListener('pointermove', move, { signal });
  row.addEventListener('pointerup', up, { signal });
  row.addEventListener('pointercancel', rest, { signal });
  return () => {
    ending.abort();
    rest();
  };
}
