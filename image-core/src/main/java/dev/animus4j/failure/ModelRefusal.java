package dev.animus4j.failure;

import java.util.List;

/** The model declines in words of its own, which are meant for the user. */
public final class ModelRefusal extends AnimusException.ContentPolicy {
  private final String text;

  /** Creates the refusal; its message quotes the beginning of the text. */
  public ModelRefusal(FailureOrigin origin, List<String> categories, String text) {
    super(
        new FailureOrigin(origin.provider(), origin.status(), origin.requestId(), text),
        AnimusException.Stage.OUTPUT,
        categories);
    this.text = text;
  }

  /** What the model says instead of a reply, in full. */
  public String text() {
    return text;
  }

  @Override
  public String kind() {
    return "contentPolicy";
  }
}
