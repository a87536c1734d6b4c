/**
 * Content moderation: a {@link dev.animus4j.chat.guard.Guardrail} judges user messages before the
 * request to a model, replies and reasoning before they are delivered, and image prompts before an
 * image is generated. It allows, replaces or withholds.
 *
 * <p>Withheld content appears in no event, not in the history, and in no request to a model. An
 * interrupted message without a verdict is not appended either. If a reply is withheld completely,
 * its message fails, and no image or follow-up comes after it; otherwise the rest of it is
 * delivered. No deltas are emitted when {@link dev.animus4j.chat.guard.GuardrailStage#OUTPUT} is
 * judged: the reply is requested without streaming, which the moderation of Animus needs as well.
 *
 * <p>A guardrail does not judge tool calls and their results, or what the caller does with
 * completions and with the history. It does not judge images that a model generates in its reply
 * without promising them either; judge the request of the user instead. Text between tool calls is
 * judged with the reply; before that, it is already sent to the model in the next round and to a
 * classifier of promised images.
 */
@NullMarked
package dev.animus4j.chat.guard;

import org.jspecify.annotations.NullMarked;
