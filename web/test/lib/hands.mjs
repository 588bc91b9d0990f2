/* SPDX-License-Identifier: Apache-2.0 */
/* What fingers do for each kind of question: a host's in the form, a voter's on the phone. */

export const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const fill = (scope, id, value) => scope.locator(`#${id}`).fill(String(value));

/** The fields of the form for what a definition may say beside its title, kind and options. */
const FIELDS = {
  min: (form, t, def) => fill(form, 'min', def.min),
  max: (form, t, def) => fill(form, def.kind === 'words' ? 'words' : 'max', def.max),
  look: (form, t, { look }) => form.getByText(t(`host.form.${look}`), { exact: true }).click(),
  from: (form, t, { from }) => fill(form, 'from', from),
  to: (form, t, { to }) => fill(form, 'to', to),
  low: (form, t, { kind, low }) => form.getByLabel(t(kind === 'grid' ? 'host.form.left' : 'host.form.low'), { exact: true }).fill(low),
  high: (form, t, { kind, high }) => form.getByLabel(t(kind === 'grid' ? 'host.form.right' : 'host.form.high'), { exact: true }).fill(high),
  bottom: (form, t, { bottom }) => form.getByLabel(t('host.form.bottom'), { exact: true }).fill(bottom),
  top: (form, t, { top }) => form.getByLabel(t('host.form.top'), { exact: true }).fill(top),
  unit: (form, t, { unit }) => form.getByLabel(t('host.form.unit'), { exact: true }).fill(unit),
  right: async (form, t, { kind, right }) => {
    if (kind === 'quiz') return Promise.all(right.map((at) => form.locator('.right-tick').nth(at).check()));
    await form.getByText(t('host.form.guess'), { exact: true }).click();
    return fill(form, 'answer', right);
  },
  duration: (form, t, { duration }) => fill(form, 'duration', duration),
  points: (form, t, { points }) => fill(form, 'points', points),
  nearest: (form, t, { nearest }) => fill(form, 'nearest', nearest),
  notes: (form, t, { notes }) => form.getByLabel(t('host.notes'), { exact: true }).fill(notes),
  results: (form, t, { results }) => form.getByText(t(`host.results.${results}`), { exact: true }).click(),
};

/** Pictures, each `{ alt, bytes }`, beside the options that are there. */
async function addPictures(form, t, pictures) {
  await form.getByText(t('host.pic'), { exact: true }).click();
  const files = form.locator('.option-pic input[type=file]');
  const alts = form.locator('.option-pic .field input');
  for (const [at, { alt, bytes }] of pictures.entries()) {
    await files.nth(at).setInputFiles({ name: `${at}.png`, mimeType: 'image/png', buffer: bytes });
    await alts.nth(at).fill(alt);
  }
}

/** Fills the open form of a question. */
export async function write(form, t, def, pictures = null) {
  await form.getByText(t(`host.kind.${def.kind}`), { exact: true }).click();
  await form.locator('#title').fill(def.title);
  for (const [at, option] of (def.options ?? []).entries()) {
    if (await form.locator(`#option-${at}`).count() === 0) await button(form, t('host.form.option_add')).click();
    await fill(form, `option-${at}`, option);
  }
  // Of groups, there are the usual ones already.
  const spare = def.options && form.locator('.option-field').nth(def.options.length);
  while (spare && await spare.count() > 0) await spare.locator('.icon').click();
  for (const [name, set] of Object.entries(FIELDS)) if (name in def) await set(form, t, def);
  if (pictures) await addPictures(form, t, pictures);
}

const confirm = ({ page, t }) => button(page, t('join.confirm')).click();
const choose = (selector) => ({ page }, def, { options: [place] }) => page.locator(selector).nth(place).click();

async function tick(phone, def, { options }) {
  const boxes = phone.page.getByRole('checkbox');
  // First what goes, since as many as may be are ticked already.
  for (const wanted of [false, true]) {
    for (let at = 0; at < def.options.length; at++) {
      if (options.includes(at) === wanted && await boxes.nth(at).isChecked() !== wanted) await phone.page.locator('.options .option').nth(at).click();
    }
  }
  await confirm(phone);
}

async function rank(phone, def, { order }) {
  const { page, t } = phone;
  const clear = button(page, t('join.rank.clear'));
  if (await clear.count() > 0) await clear.click();
  for (const option of order) await page.locator(`#rank-rest-${option}`).click();
  await confirm(phone);
}

async function share(phone, def, { points }) {
  const fields = phone.page.locator('.share input[type="number"]');
  for (const set of [() => 0, (at) => points[at]]) for (const at of points.keys()) await fields.nth(at).fill(String(set(at)));
  await confirm(phone);
}

async function type({ page }, def, { value }) {
  await page.locator('.amount input').fill(String(value));
  await page.locator('.amount input').press('Enter');
}

async function say({ page, t }, def, { words }) {
  const chips = page.locator('.word-chips button');
  for (let left = await chips.count(); left > 0; left--) await chips.first().click();
  const field = page.locator('.word-field input');
  for (const [at, word] of words.entries()) {
    await field.fill(word);
    if (at < words.length - 1) await field.press('Enter');
  }
  await button(page, t('join.send_key')).click();
}

/** Each taken in hand, then put by the two sliders. */
async function place({ page, t }, def, { places }) {
  for (const [option, at] of places.entries()) {
    await page.locator('.thing').nth(option).click();
    for (const axis of [0, 1]) await page.locator('.axis-slider input').nth(axis).fill(String(at[axis]));
  }
  await button(page, t('join.send_key')).click();
}

const step = ({ page }, def, { value }) => page.locator('label.step').nth(value - (def.from ?? 0)).click();
const option = choose('.options .option');

const VOTES = {
  single: option, segment: option, pair: choose('label.half'), quiz: option, multiple: tick, scale: step, nps: step,
  ranking: rank, points: share, number: type, words: say, grid: place,
};

/** Answers on a phone that is asked; again, where it has answered before. Resolves once it is said to be counted. */
export async function answer(phone, def, ballot) {
  const { page, t } = phone;
  const change = page.locator('.change');
  if (await change.count() > 0) await change.click();
  await VOTES[def.kind](phone, def, ballot);
  await page.locator('.status strong', { hasText: t('join.counted') }).waitFor();
}
