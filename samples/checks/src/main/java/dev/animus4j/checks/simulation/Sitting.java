package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One picture that was asked for by hand: who asked, and everybody else, hear the same of it. */
final class Sitting implements SingleObserver<Image> {
  private final World world;
  private final Talk talk;
  private final String prompt;
  private final boolean nervous;
  private final List<ChatEvent> told = new ArrayList<>();
  private Disposable asking = Disposable.empty();
  private boolean gone;
  private @Nullable Judged judged;
  private @Nullable Image picture;
  private @Nullable Throwable failure;

  Sitting(World world, Talk talk, String prompt) {
    this.world = world;
    this.talk = talk;
    this.prompt = prompt;
    this.nervous = world.chance().once(6);
  }

  void judged(Judged judged) {
    Rule.that(this.judged == null, "judged twice: %s", judged);
    this.judged = judged;
  }

  /** Leaves at once if nervous: in the middle of what is being told. */
  void told(ChatEvent event, @Nullable ContentModerated moderated) {
    told.add(event);
    if (event instanceof ImageGenerationStarted started) {
      begun(started, judged, moderated);
    } else if (event instanceof ImageGenerationCompleted completed) {
      remembered(completed.picture().imageUrl());
    }
    if (nervous && world.chance().once(2)) {
      world.figures().add("leaves in the middle of a picture");
      leave();
    }
  }

  private void begun(
      ImageGenerationStarted event, @Nullable Judged verdict, @Nullable ContentModerated told) {
    String expected = verdict == null ? prompt : verdict.text();
    Rule.that(event.prompt().equals(expected), "%s, judged as %s", event, verdict);
    boolean silent = verdict == null || verdict.isAllowed();
    boolean right = told == null ? silent : !silent && verdict != null && verdict.isToldBy(told);
    Rule.that(right, "%s is told of %s", told, verdict);
  }

  private void remembered(URI place) {
    int found =
        talk.shelf().settle(e -> e.picture() != null && e.picture().location().equals(place), -1);
    Rule.that(found >= 0, "not remembered: %s", place);
  }

  void leave() {
    if (picture == null && failure == null) {
      gone = true;
      asking.dispose();
    }
  }

  @Override
  public void onSubscribe(Disposable asking) {
    this.asking = asking;
    if (gone) {
      asking.dispose();
    }
  }

  @Override
  public void onSuccess(Image picture) {
    this.picture = picture;
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
  }

  /** At the end. */
  void judge() {
    Rule.that(gone || picture != null || failure != null, "nobody tells of %s", prompt);
    boolean begun = !told.isEmpty() && told.get(0) instanceof ImageGenerationStarted;
    boolean ended = told.isEmpty() || (begun && told.size() == 2);
    Rule.that(ended, "one start, and one end: %s", told);
    ChatEvent end = told.isEmpty() ? null : told.get(1);
    if (picture != null) {
      boolean same =
          end instanceof ImageGenerationCompleted completed
              && completed.picture().imageUrl().equals(picture.location());
      Rule.that(same, "%s is told as %s", picture, told);
    } else if (!gone) {
      boolean same = end == null || end instanceof ImageGenerationFailed;
      Rule.that(same, "%s is told as %s", failure, told);
    }
    if (judged != null && judged.text() == null) {
      Rule.that(told.isEmpty() && picture == null, "withheld, and drawn: %s", told);
    }
  }
}
