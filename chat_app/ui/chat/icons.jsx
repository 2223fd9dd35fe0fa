/** @import {LucideIcon} from "lucide-react" */

import {
  ArrowDown,
  ArrowUp,
  ChevronLeft,
  ChevronRight,
  Image,
  Pencil,
  RefreshCw,
  Square,
  ThumbsDown,
  ThumbsUp,
  TriangleAlert,
  X,
} from "lucide-react";

/** Icons never speak: the control around them carries the name. @param {LucideIcon} Shape */
const icon = (Shape, size = 16) =>
  /** @param {{filled?: boolean}} props */
  function Icon({ filled = false }) {
    return (
      <Shape size={size} strokeWidth={1.75} aria-hidden="true" fill={filled ? "currentColor" : "none"} />
    );
  };

export const ImageIcon = icon(Image);
export const LikeIcon = icon(ThumbsUp);
export const DislikeIcon = icon(ThumbsDown);
export const RegenerateIcon = icon(RefreshCw);
export const EditIcon = icon(Pencil);
export const PreviousIcon = icon(ChevronLeft);
export const NextIcon = icon(ChevronRight);
export const SendIcon = icon(ArrowUp, 18);
export const StopIcon = icon(Square, 13);
export const DownIcon = icon(ArrowDown, 16);
export const AlertIcon = icon(TriangleAlert);
export const CloseIcon = icon(X);
