/**
 * Content moderation: a {@link dev.animus4j.chat.guard.Guardrail} judges user messages before the
 * request to a model, replies and reasoning before they are delivered, and image prompts before an
 * image is generated. It allows, replaces or withholds.
 *
 * <p>Withheld content appears in no event, not in the history, and in no request to a model. An
 * interrupted message without a verdict is not appended either. A reply that is withheld completely
 * is a failed message, without image or follow-up; otherwise the rest of it is delivered. No deltas
 * are emitted when {@link dev.animus4j.chat.guard.GuardrailStage#OUTPUT} is judged: the reply is
 * requested without streaming, which the moderation of Animus needs as well.
 *
 * <p>Not judged are tool calls and their results, direct use of completions or of the history by
 * the caller, and images that a model generates in its reply without promising them: judge the
 * user's request for those. Text between tool calls is judged with the reply; before that, it is
 * sent to the model in the next round, and to a classifier of promised images.
 */
@NullMarked
package dev.animus4j.chat.guard;

import org.jspecify.annotations.NullMarked;
