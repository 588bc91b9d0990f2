/* SPDX-License-Identifier: Apache-2.0 */
/* Two notes up: yes. Two down: no. */

const NOTES = { good: [660, 880], warn: [440, 330] } as const;
const NOTE_S = 0.12;
const LOUD = 0.12;

let audio: AudioContext | null = null;

/** Browsers let pages sound once they were touched. */
export function wakeSound(): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
  } catch { /* It is told in words and colour, too. */ }
}

export function chime(mood: keyof typeof NOTES): void {
  wakeSound();
  if (audio?.state !== 'running') return;
  const start = audio.currentTime;
  NOTES[mood].forEach((pitch, at) => {
    const tone = audio!.createOscillator();
    const volume = audio!.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(LOUD, start + at * NOTE_S);
    volume.gain.exponentialRampToValueAtTime(0.001, start + (at + 1) * NOTE_S);
    tone.connect(volume).connect(audio!.destination);
    tone.start(start + at * NOTE_S);
    tone.stop(start + (at + 1) * NOTE_S);
  });
}
