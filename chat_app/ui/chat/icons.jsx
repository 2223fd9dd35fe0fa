/** @import {LucideIcon} from "lucide-react" */

import {
  Archive,
  ArrowDown,
  ArrowUp,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  Code,
  Columns2,
  Copy,
  Download,
  Ellipsis,
  File,
  FileSpreadsheet,
  FileText,
  Folder,
  History,
  Ghost,
  Image,
  Info,
  Link2,
  Lock,
  Maximize2,
  MessageSquareText,
  Mic,
  Music,
  Paperclip,
  Pencil,
  Play,
  Presentation,
  Quote,
  ReceiptText,
  RefreshCw,
  SlidersHorizontal,
  Square,
  ThumbsDown,
  ThumbsUp,
  Trash2,
  TriangleAlert,
  UsersRound,
  Volume2,
  Workflow,
  WrapText,
  X,
  ZoomIn,
  ZoomOut,
} from "lucide-react";

/** Icons never speak: the control around them carries the name. @param {LucideIcon} Shape */
const icon = (Shape, size = 16, className = "") =>
  /** @param {{filled?: boolean}} props */
  function Icon({ filled = false }) {
    return (
      <Shape size={size} strokeWidth={1.75} aria-hidden="true" className={className} fill={filled ? "currentColor" : "none"} />
    );
  };

export const AttachIcon = icon(Paperclip, 18);
export const DocumentIcon = icon(File);
export const SheetIcon = icon(FileSpreadsheet);
export const SlidesIcon = icon(Presentation);
export const SoundIcon = icon(Music);
export const CompareIcon = icon(Columns2);
export const ContinueIcon = icon(Play);
export const GhostIcon = icon(Ghost);
export const ImageIcon = icon(Image);
export const LikeIcon = icon(ThumbsUp);
export const DislikeIcon = icon(ThumbsDown);
export const RegenerateIcon = icon(RefreshCw);
export const EditIcon = icon(Pencil);
export const PreviousIcon = icon(ChevronLeft, 16, "points");
export const NextIcon = icon(ChevronRight, 16, "points");
export const SendIcon = icon(ArrowUp, 18);
export const StopIcon = icon(Square, 13);
export const DownIcon = icon(ArrowDown, 16);
export const AlertIcon = icon(TriangleAlert);
export const CloseIcon = icon(X);
export const MicrophoneIcon = icon(Mic, 18);
export const SpeakIcon = icon(Volume2);
export const MoreIcon = icon(Ellipsis);
export const DoneIcon = icon(Check);
export const CopyIcon = icon(Copy);
export const TextIcon = icon(FileText);
export const ChevronIcon = icon(ChevronDown, 14);
export const LockIcon = icon(Lock, 14);
export const InfoIcon = icon(Info, 15);
export const SettingsIcon = icon(SlidersHorizontal);
export const PromptIcon = icon(MessageSquareText);
export const PeopleIcon = icon(UsersRound);
export const ReceiptIcon = icon(ReceiptText);
export const ShareIcon = icon(Link2);
export const FolderIcon = icon(Folder);
export const ArchiveIcon = icon(Archive);
export const DeleteIcon = icon(Trash2);
export const LeaveOutIcon = icon(History);
export const CodeIcon = icon(Code);
export const DiagramIcon = icon(Workflow);
export const DownloadIcon = icon(Download);
export const EnlargeIcon = icon(Maximize2);
export const QuoteIcon = icon(Quote);
export const WrapIcon = icon(WrapText);
export const ZoomInIcon = icon(ZoomIn);
export const ZoomOutIcon = icon(ZoomOut);
