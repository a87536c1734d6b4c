package dev.animus4j.image.provider.gemini;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.DataUrl;
import dev.animus4j.image.provider.HttpUrlCheck;
import dev.animus4j.image.provider.InputImage;
import dev.animus4j.image.provider.InputType;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredContent;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredPart;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of a conversation about an image: the earlier contents, if the image to change came
 * from a conversation, and the new user content.
 */
record GeminiImageRound(List<StoredContent> before, List<UserPart> now) {

  /** Part of the new user content: its form in the memo, and the file if there is one. */
  record UserPart(StoredPart piece, @Nullable ReferenceImage file) {}

  static GeminiImageRound of(
      ImageRequest request, String model, GeminiImageOptions options, FailureOrigin origin) {
    InputImage.requireNoMask(request, origin);
    ImageRequest.Source source = request.source();
    List<StoredContent> before = List.of();
    List<UserPart> now = new ArrayList<>();
    if (source instanceof ImageRequest.Source.Made made) {
      before = earlierContents(made.image(), request.referenceImages(), model, options);
      now.addAll(
          before.isEmpty() ? sourceParts(made.image()) : imageReference(before, made.image()));
    } else if (source instanceof ImageRequest.Source.At at) {
      now.addAll(sourceParts(at.address(), origin));
    }
    request.referenceImages().forEach(reference -> now.addAll(assetParts(reference, origin)));
    now.add(textPart(request.prompt()));
    GeminiImageRound round = new GeminiImageRound(before, now);
    round.checkSize(options.maxInputBytes(), origin);
    return round;
  }

  /** The new user content in the form of the memo. */
  StoredContent userContent() {
    return new StoredContent("user", now.stream().map(UserPart::piece).toList());
  }

  private static List<StoredContent> earlierContents(
      Image image, List<ReferenceImage> references, String model, GeminiImageOptions options) {
    long referenceBytes =
        references.stream().mapToLong(reference -> reference.bytes().length()).sum();
    return GeminiConversation.of(image, model)
        .map(memo -> memo.latestTurns(options.maxInputBytes() - referenceBytes))
        .orElse(List.of());
  }

  private static List<UserPart> sourceParts(Image image) {
    UserPart imagePart = new UserPart(StoredPart.ofImage(image.location(), image.format()), null);
    return List.of(textPart("The next picture is the one to change."), imagePart);
  }

  private static List<UserPart> sourceParts(URI address, FailureOrigin origin) {
    UserPart text = textPart("The next picture is the one to change.");
    if (!DataUrl.isDataUrl(address.toString())) {
      return List.of(
          text, new UserPart(StoredPart.ofFile(HttpUrlCheck.requireHttp(address, origin)), null));
    }
    return List.of(
        text, attachment(new DataUrl(address.toString(), origin).toReferenceImage(), origin));
  }

  /** Names the image to change when the model generated several at once. */
  private static List<UserPart> imageReference(List<StoredContent> before, Image image) {
    if (GeminiConversation.lastImageCount(before) < 2) {
      return List.of();
    }
    List<URI> locations =
        before.get(before.size() - 1).parts().stream()
            .filter(part -> part.picture() != null)
            .map(StoredPart::picture)
            .toList();
    return List.of(textPart("Change picture " + (locations.indexOf(image.location()) + 1) + "."));
  }

  private static List<UserPart> assetParts(ReferenceImage reference, FailureOrigin origin) {
    String role = reference.role() == null ? "to draw with" : "the " + reference.role();
    String name = reference.name() == null ? "" : ", called \"" + reference.name() + "\"";
    return List.of(
        textPart("The next picture is " + role + name + "."), attachment(reference, origin));
  }

  private static UserPart attachment(ReferenceImage file, FailureOrigin origin) {
    String type = InputType.require(file.bytes(), file.mediaType(), origin);
    return new UserPart(
        StoredPart.ofText("(It was shown here, and is not shown again.)"),
        new ReferenceImage(file.bytes(), type, file.role(), file.name()));
  }

  private static UserPart textPart(String text) {
    return new UserPart(StoredPart.ofText(text), null);
  }

  /** The total size of its images. */
  long imageBytes() {
    long bytes = GeminiConversation.imageBytes(before);
    for (UserPart part : now) {
      bytes += part.file == null ? part.piece.bytes() : part.file.bytes().length();
    }
    return bytes;
  }

  private void checkSize(int most, FailureOrigin origin) {
    if (imageBytes() > most) {
      String what = "the pictures sent along have " + imageBytes() + " bytes, more than " + most;
      throw new AnimusException.InvalidRequest(origin, what);
    }
  }
}
